using System.Xml.Linq;

namespace Tutti.Experiments.Reports.Charts;

/// <summary>Charts as drawings (SVG) that take their colours from the page's style sheet.</summary>
internal static class ChartDrawing
{
    /// <summary>Draws a chart.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="id">Begins the drawing's ids; unique on the page.</param>
    /// <exception cref="ArgumentException">It cannot be drawn; the message says why.</exception>
    internal static XElement Draw(Chart chart, string id)
    {
        chart.ThrowIfInvalid();
        return chart is LineChart lines ? LineChartDrawing.Draw(lines, id) : BarChartDrawing.Draw((BarChart)chart, id);
    }
}
