using System.Text.Json.Nodes;
using Tutti.Experiments.Reports;
using Tutti.Experiments.Reports.Charts;
using Tutti.Learning.Runs;

namespace Tutti.Experiments.Tests.Reports;

/// <summary>A report with everything in it, and texts that must be escaped.</summary>
internal static class SampleReport
{
    internal const string Hostile = "<b>\"5 > 3\" & 'x'</b>";

    internal static ReportHeader Header { get; } = new(
        "sample", $"tutti experiment {Hostile}", new MachineFacts("Linux", "x64", Hostile, 2, "10.0", "256"), [new("Tutti", "1.2.3")],
        new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(90));

    internal static LineChart Lines { get; } = new()
    {
        Title = $"Lines {Hostile}", Description = Hostile, XAxis = new ChartAxis("samples"), YAxis = new ChartAxis(Hostile),
        Series =
        [
            new LineSeries(Hostile, [new ChartPoint(1, 1, 0.5, 1.5), new ChartPoint(2, double.NaN), new ChartPoint(3, 3, 2, 4), new ChartPoint(4, 4, 3, 5)]),
            new LineSeries("other", [new ChartPoint(1, 2), new ChartPoint(4, 5)]),
        ],
    };

    internal static BarChart Bars { get; } = new()
    {
        Title = "Bars", Description = "Bars.", ValueAxis = new ChartAxis("seconds"), Groups = ["first", "second"],
        Series = [new BarSeries("a", [new Measurement(2, 1, 3, 3), null]), new BarSeries("b", [new Measurement(4, 4, 4, 1), new Measurement(1, 1, 1, 1)])],
    };

    internal static ExperimentReport Create() => new()
    {
        Title = $"Sample {Hostile}", Finding = Hostile, Parameters = [new(Hostile, Hostile)], Notes = [Hostile],
        Sections =
        [
            new ReportSection
            {
                Title = Hostile, Paragraphs = [Hostile], Charts = [Lines, Bars],
                Tables =
                [
                    new ReportTable
                    {
                        Caption = Hostile, Columns = ["who", "count", "time"],
                        Rows = [[Hostile, 12_345, new Measurement(2, 1, 3, 3)], ["–", 7, (Measurement?)null]],
                    },
                ],
            },
        ],
        Results = [new JsonObject { ["value"] = 1 }],
    };
}
