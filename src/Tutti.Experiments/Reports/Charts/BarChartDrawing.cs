using System.Xml.Linq;

namespace Tutti.Experiments.Reports.Charts;

/// <summary>Draws a <see cref="BarChart"/>.</summary>
internal static class BarChartDrawing
{
    private const double GroupShare = 0.8, WidestBar = 56, CapWidth = 4;

    internal static XElement Draw(BarChart chart, string id)
    {
        var scale = AxisScale.Create(Heights(chart), chart.ValueAxis, endsAtTicks: true);
        var frame = new ChartFrame(chart, id, scale, chart.ValueAxis.Label, Sample);
        for (var group = 0; group < chart.Groups.Count; group++) frame.Add(chart.IsStacked ? Stack(chart, group, frame) : Row(chart, group, frame, scale));
        frame.AddBottom(chart.Groups.Select((name, group) => ((group + 0.5) / chart.Groups.Count, name)), label: null);
        return frame.Drawing;
    }

    private static IEnumerable<double> Heights(BarChart chart) => chart.IsStacked
        ? chart.Groups.Select((_, group) => Present(chart, group).Sum(bar => bar.Value.Median)).Append(0)
        : chart.Groups.SelectMany((_, group) => Present(chart, group)).SelectMany(bar => new[] { bar.Value.Median, bar.Value.Least, bar.Value.Greatest });

    private static IEnumerable<(int Series, Measurement Value)> Present(BarChart chart, int group)
    {
        for (var series = 0; series < chart.Series.Count; series++)
            if (chart.Series[series].Values[group] is { } value && double.IsFinite(value.Median)) yield return (series, value);
    }

    private static IEnumerable<XElement> Row(BarChart chart, int group, ChartFrame frame, AxisScale scale) =>
        Present(chart, group).SelectMany(bar => Bar(chart.Looks[bar.Series], bar.Value, PlaceOf(chart, frame, group, bar.Series), frame, scale));

    private static IEnumerable<XElement> Stack(BarChart chart, int group, ChartFrame frame)
    {
        var groupWidth = frame.PlotWidth / chart.Groups.Count;
        var width = Math.Min(WidestBar, groupWidth * GroupShare);
        var left = frame.Left + (group + 0.5) * groupWidth - width / 2;
        var floor = 0.0;
        foreach (var (series, value) in Present(chart, group))
        {
            var (low, high) = (frame.Y(floor), frame.Y(floor + value.Median));
            yield return Rectangle(chart.Looks[series], left, high, width, low - high);
            floor += value.Median;
        }
    }

    private static (double Left, double Width) PlaceOf(BarChart chart, ChartFrame frame, int group, int series)
    {
        var groupWidth = frame.PlotWidth / chart.Groups.Count;
        var width = Math.Min(WidestBar, groupWidth * GroupShare / chart.Series.Count);
        var middle = frame.Left + (group + 0.5) * groupWidth;
        return (middle + (series - chart.Series.Count / 2.0) * width, width);
    }

    private static IEnumerable<XElement> Bar(int look, Measurement value, (double Left, double Width) place, ChartFrame frame, AxisScale scale)
    {
        var (end, start) = (frame.Y(value.Median), frame.Y(Math.Clamp(0, scale.Low, scale.High)));
        yield return Rectangle(look, place.Left + 1, Math.Min(start, end), place.Width - 2, Math.Abs(start - end));
        if (value.Least >= value.Greatest) yield break;
        var middle = place.Left + place.Width / 2;
        var (low, high) = (frame.Y(value.Least), frame.Y(value.Greatest));
        yield return ChartFrame.Line(middle, low, middle, high, "whisker");
        yield return ChartFrame.Line(middle - CapWidth, low, middle + CapWidth, low, "whisker");
        yield return ChartFrame.Line(middle - CapWidth, high, middle + CapWidth, high, "whisker");
    }

    private static IEnumerable<XElement> Sample(int look, double left, double right, double y) => [Rectangle(look, left, y - 6, right - left, 12)];

    private static XElement Rectangle(int look, double x, double y, double width, double height) => Markup.Void("rect", SeriesStyle.ClassOf("bar", look),
        Markup.Attribute("x", x), Markup.Attribute("y", y), Markup.Attribute("width", width), Markup.Attribute("height", height));
}
