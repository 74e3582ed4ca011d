using System.Xml.Linq;

namespace Tutti.Experiments.Reports.Charts;

/// <summary>Draws a <see cref="LineChart"/>.</summary>
internal static class LineChartDrawing
{
    internal static XElement Draw(LineChart chart, string id)
    {
        var points = chart.Series.SelectMany(series => series.Points).Where(point => point.IsDrawn).ToArray();
        var x = AxisScale.Create(chart.Series.SelectMany(series => series.Points).Select(point => point.X), chart.XAxis, endsAtTicks: false);
        var y = AxisScale.Create(points.SelectMany(Heights), chart.YAxis, endsAtTicks: true);
        var frame = new ChartFrame(
            chart, id, y, chart.YAxis.Label, (look, left, right, y) => Sample(PartsOf(chart, look), look, left, right, y));
        // The outermost numbers would stick out otherwise.
        double ShareOf(double value) => 0.02 + 0.95 * x.ShareOf(value);
        frame.AddBottom(x.Ticks.Select(tick => (ShareOf(tick), x.Format(tick))), chart.XAxis.Label);
        var looks = chart.Looks;
        // Bands first: none may cover a line.
        for (var series = 0; series < chart.Series.Count; series++)
            foreach (var stretch in Stretches(chart.Series[series].Points, point => point.HasBand))
                if (stretch.Count > 1) frame.Add(Band(looks[series], stretch, frame, ShareOf));
        for (var series = 0; series < chart.Series.Count; series++)
            foreach (var stretch in Stretches(chart.Series[series].Points, point => point.IsDrawn))
                frame.Add(Line(chart.Series[series].Parts, looks[series], stretch, frame, ShareOf));
        return frame.Drawing;
    }

    private static IEnumerable<double> Heights(ChartPoint point) => point.HasBand ? [point.Y, point.Low!.Value, point.High!.Value] : [point.Y];

    private static LineParts PartsOf(LineChart chart, int look) => chart.Series[chart.Looks.ToList().IndexOf(look)].Parts;

    private static IEnumerable<XElement> Sample(LineParts parts, int look, double left, double right, double y)
    {
        if (parts != LineParts.Marks) yield return Stroke(parts, look, [(left, y), (right, y)]);
        if (parts != LineParts.Line) yield return SeriesStyle.MarkAt(look, (left + right) / 2, y);
    }

    // Among many points dashes cannot be told from the signal.
    private static XElement Stroke(LineParts parts, int look, IEnumerable<(double X, double Y)> places) => Markup.Void(
        "path", SeriesStyle.ClassOf(parts == LineParts.Line ? "line fine" : "line", look),
        parts == LineParts.Line ? null : SeriesStyle.DashOf(look), Markup.Attribute("d", Path(places)));

    private static XElement Band(int look, List<ChartPoint> points, ChartFrame frame, Func<double, double> shareOf)
    {
        var upper = points.Select(point => (frame.X(shareOf(point.X)), frame.Y(point.High!.Value)));
        var lower = points.Select(point => (frame.X(shareOf(point.X)), frame.Y(point.Low!.Value))).Reverse();
        return Markup.Void("path", SeriesStyle.ClassOf("band", look), Markup.Attribute("d", Path(upper.Concat(lower)) + "z"));
    }

    private static IEnumerable<XElement> Line(
        LineParts parts, int look, List<ChartPoint> points, ChartFrame frame, Func<double, double> shareOf)
    {
        var places = points.Select(point => (X: frame.X(shareOf(point.X)), Y: frame.Y(point.Y))).ToArray();
        if (places.Length > 1 && parts != LineParts.Marks) yield return Stroke(parts, look, places);
        if (parts != LineParts.Line)
            foreach (var (x, y) in places) yield return SeriesStyle.MarkAt(look, x, y);
    }

    /// <summary>The runs of neighbouring points that are there: between them are gaps.</summary>
    private static IEnumerable<List<ChartPoint>> Stretches(IReadOnlyList<ChartPoint> points, Func<ChartPoint, bool> isThere)
    {
        var stretch = new List<ChartPoint>();
        foreach (var point in points)
        {
            if (isThere(point))
            {
                stretch.Add(point);
                continue;
            }
            if (stretch.Count > 0) yield return stretch;
            stretch = [];
        }
        if (stretch.Count > 0) yield return stretch;
    }

    private static string Path(IEnumerable<(double X, double Y)> places) =>
        "M" + string.Join('L', places.Select(place => $"{Markup.Number(place.X)} {Markup.Number(place.Y)}"));
}
