using System.Xml.Linq;

namespace Tutti.Experiments.Reports.Charts;

/// <summary>The names of the series above a chart, in as many rows as they need.</summary>
internal sealed class ChartLegend
{
    private const double RowHeight = 20, SampleWidth = 28, Gap = 18;
    private readonly List<(int Look, string Name, double X, double Y)> places = [];

    internal ChartLegend(Chart chart, double width)
    {
        var (names, looks) = (chart.SeriesNames, chart.Looks);
        var (x, y) = (0.0, 0.0);
        for (var series = 0; series < names.Count; series++)
        {
            var own = SampleWidth + ChartFrame.WidthOf(names[series]) + Gap;
            if (x > 0 && x + own > width) (x, y) = (0, y + RowHeight);
            places.Add((looks[series], names[series], x, y));
            x += own;
        }
        Height = y + RowHeight;
    }

    internal double Height { get; }

    /// <summary>Draws it.</summary>
    /// <param name="left">Where it begins.</param>
    /// <param name="sample">Draws what stands before a name, between two places on the same height.</param>
    internal IEnumerable<XElement> Draw(double left, Func<int, double, double, double, IEnumerable<XElement>> sample)
    {
        foreach (var (look, name, x, y) in places)
        {
            var middle = y + RowHeight / 2;
            foreach (var element in sample(look, left + x, left + x + SampleWidth - 6, middle)) yield return element;
            yield return ChartFrame.Text(name, left + x + SampleWidth, middle + 4, "start");
        }
    }
}
