using System.Xml.Linq;

namespace Tutti.Experiments.Reports.Charts;

/// <summary>What charts have in common: the drawing with its title for screen readers, the legend, the axis of the values with its
/// grid.</summary>
internal sealed class ChartFrame
{
    private const double Right = 16, Bottom = 46, LabelRow = 22, LetterWidth = 6.7, TextRow = 14;

    private readonly XElement drawing;
    private readonly AxisScale values;
    private readonly double width, height;

    /// <param name="chart">What is drawn.</param>
    /// <param name="id">Begins the ids of this drawing's title and description; unique on the page.</param>
    /// <param name="values">The axis of the values.</param>
    /// <param name="label">Its label.</param>
    /// <param name="sample">What stands before a name in the legend.</param>
    internal ChartFrame(Chart chart, string id, AxisScale values, string label, Func<int, double, double, double, IEnumerable<XElement>> sample)
    {
        this.values = values;
        (width, height) = chart.IsWide ? (1312, 230) : (640, 380);
        Left = 14 + values.Ticks.Max(tick => WidthOf(values.Format(tick)));
        // One name over a title that says the same would be noise.
        var legend = chart.SeriesNames.Count > 1 ? new ChartLegend(chart, width - Right - 8) : null;
        Top = (legend?.Height ?? 0) + LabelRow + 4;
        drawing = Markup.Element("svg",
            Markup.Attribute("viewBox", FormattableString.Invariant($"0 0 {width} {height}")), Markup.Attribute("role", "img"),
            Markup.Attribute("aria-labelledby", $"{id}-title {id}-desc"),
            Markup.Element("title", Markup.Attribute("id", $"{id}-title"), chart.Title),
            Markup.Element("desc", Markup.Attribute("id", $"{id}-desc"), chart.Description));
        if (legend is not null) Add(legend.Draw(8, sample));
        Add(Text(label, 8, Top - 10, "start", "axis"));
        foreach (var tick in values.Ticks)
        {
            Add(Line(Left, Y(tick), width - Right, Y(tick), "grid"));
            Add(Text(values.Format(tick), Left - 6, Y(tick) + 4, "end"));
        }
    }

    internal double Left { get; }

    internal double Top { get; }

    internal double Floor => height - Bottom;

    internal double PlotWidth => width - Right - Left;

    internal XElement Drawing => drawing;

    internal static double WidthOf(string text) => text.Length * LetterWidth;

    internal double X(double share) => Left + share * PlotWidth;

    internal double Y(double value) => Floor - Math.Clamp(values.ShareOf(value), 0, 1) * (Floor - Top);

    internal void Add(params IEnumerable<XElement> elements) => drawing.Add(elements);

    /// <summary>Draws the line at the bottom, and what stands below it.</summary>
    internal void AddBottom(IEnumerable<(double Share, string Text)> ticks, string? label)
    {
        Add(Line(Left, Floor, width - Right, Floor, "base"));
        var texts = ticks.ToArray();
        // Names that would touch stand in two rows, if the second one is free.
        var rowCount = label is null && texts.Zip(texts.Skip(1)).Any(pair => Touch(pair.First, pair.Second)) ? 2 : 1;
        for (var i = 0; i < texts.Length; i++) Add(Text(texts[i].Text, X(texts[i].Share), Floor + 17 + i % rowCount * TextRow, "middle"));
        if (label is not null) Add(Text(label, Left + PlotWidth / 2, height - 8, "middle", "axis"));
    }

    private bool Touch((double Share, string Text) left, (double Share, string Text) right) =>
        X(right.Share) - X(left.Share) < (WidthOf(left.Text) + WidthOf(right.Text)) / 2 + LetterWidth;

    internal static XElement Line(double x1, double y1, double x2, double y2, string kind) => Markup.Void("line",
        Markup.Attribute("class", kind), Markup.Attribute("x1", x1), Markup.Attribute("y1", y1), Markup.Attribute("x2", x2), Markup.Attribute("y2", y2));

    internal static XElement Text(string text, double x, double y, string anchor, string kind = "tick") => Markup.Element("text",
        Markup.Attribute("class", kind), Markup.Attribute("x", x), Markup.Attribute("y", y), Markup.Attribute("text-anchor", anchor), text);
}
