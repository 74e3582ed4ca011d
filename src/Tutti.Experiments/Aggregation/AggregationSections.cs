using System.Globalization;
using Tutti.Experiments.Reports;
using Tutti.Experiments.Reports.Charts;
using Tutti.Experiments.Training;

namespace Tutti.Experiments.Aggregation;

/// <summary>The charts and tables of the aggregation report.</summary>
internal sealed class AggregationSections(AggregationResults results)
{
    private static readonly ChartAxis Milliseconds = new("milliseconds a step"), Percent = new("% of a step's time");

    private static readonly AggregationWay[] Exact = [.. AggregationWay.All.Where(way => way.IsExact)];

    // The usual way stands beside those that compress, to compare them with.
    private static readonly AggregationWay[] Compressed = [Exact[0], .. AggregationWay.All.Where(way => !way.IsExact)];

    private AggregationSettings Settings => results.Settings;

    internal ReportSection Times() => new()
    {
        Title = "Time a step",
        Paragraphs =
        [
            "All workers as fast as they can. The less, the better. “Summing” is the part of the time that sums take which no computation hides, what is sent for them " +
            "included; “waiting” that part until the slowest worker has come.",
        ],
        Charts = [StepBars("Ways that lose nothing", Exact), StepBars("Ways that compress, beside all-reduce", Compressed)],
        Tables =
        [
            TableOf("Time, median over seeds, and range", ["s an epoch", "ms a step", "times all-reduce's", "waiting (%)", "summing (%)"], (way, setup) =>
            [
                results.Over(way, setup, false, found => found.EpochSeconds), results.StepMilliseconds(way, setup, isSlowed: false),
                results.StepMilliseconds(way, setup, isSlowed: false)?.Median / results.StepMilliseconds(Exact[0], setup, isSlowed: false)?.Median ?? double.NaN,
                results.Over(way, setup, false, found => found.WaitingPercent), results.Over(way, setup, false, found => found.SummingPercent),
            ]),
        ],
    };

    internal ReportSection Bytes() => results.Senders is not { } senders
        ? new()
        {
            Title = "Bytes",
            Paragraphs = ["These workers share memory: they read each other's gradients in place, and send nothing that could be counted. Processes over TCP do."],
        }
        : new()
        {
            Title = "Bytes",
            Paragraphs =
            [
                $"What a worker of {senders.Name} sends in a step, counted by the group itself, beside what docs/ALGORITHMS.md says for {Settings.WorkerCount} workers and " +
                $"{ReportNumber.Count(results.Cost.GradientBytes)} bytes of gradients. Means over the workers: with reduce-broadcast rank 0 sends less than the others. " +
                "How much top-k sends depends on where the largest values are, so the formula is a bound there. Workers that share memory send nothing.",
            ],
            Charts =
            [
                new BarChart
                {
                    Title = "Bytes that a worker sends in a step", Description = string.Join(", ", AggregationWay.All.Select(way =>
                        $"{way.Name} {ReportNumber.Measured(MeanBytes(way, senders))}")) + " bytes.",
                    ValueAxis = new ChartAxis("bytes, logarithmic") { IsLogarithmic = true }, Groups = [.. AggregationWay.All.Select(ShortName)],
                    Series = [new BarSeries("bytes", [.. AggregationWay.All.Select(way => results.Over(way, senders, null, found => found.StepBytes))])],
                },
            ],
            Tables =
            [
                new ReportTable
                {
                    Caption = "Bytes and messages a step and worker",
                    Columns = ["way", "formula", "counted", "counted ÷ formula", "most of a worker", "messages"],
                    Rows = [.. AggregationWay.All.Select(way => BytesRow(way, senders))],
                },
            ],
        };

    internal ReportSection SlowWorker() => new()
    {
        Title = "One slow worker",
        Paragraphs =
        [
            $"Rank {Settings.WorkerCount - 1} computes {Settings.SlowFactor.ToString(CultureInfo.InvariantCulture)} times as long as it would: after each stretch of a shard it keeps its core busy. Every step " +
            "waits for it, whatever the way gradients are combined. “Waiting” is that of the healthy workers." +
            (Settings.CoreCount < Settings.WorkerCount
                ? $" {Settings.WorkerCount} workers share {Settings.CoreCount} cores here, so even where all are alike some wait for others to get a core; " +
                  "and what the slow worker costs is less than with a core for each, since the others take turns meanwhile."
                : ""),
        ],
        Charts =
        [
            Bars($"Time a step, {results.Slowest.Name}", Milliseconds, isSlowed => way => results.StepMilliseconds(way, results.Slowest, isSlowed), "ms"),
            Bars($"Waiting of healthy workers, {results.Slowest.Name}", Percent,
                isSlowed => way => results.Over(way, results.Slowest, isSlowed, found => found.WaitingPercent), "%"),
        ],
        Tables =
        [
            TableOf("One slow worker, median over seeds, and range", ["ms, all alike", "ms, one slow", "times as long", "waiting, all alike (%)", "waiting, one slow (%)"], (way, setup) =>
            [
                results.StepMilliseconds(way, setup, isSlowed: false), results.StepMilliseconds(way, setup, isSlowed: true), results.SlowDown(way, setup),
                results.Over(way, setup, false, found => found.WaitingPercent), results.Over(way, setup, true, found => found.WaitingPercent),
            ]),
        ],
    };

    internal ReportSection Weights() => new()
    {
        Title = "Weights and accuracy",
        Paragraphs =
        [
            "Digests (SHA-256) of the trained weights, of all kinds of workers, with and without the slow one. Ways that lose nothing are compared with all-reduce of the same seed, " +
            "each compression with its own first training of that seed.",
        ],
        Tables =
        [
            new ReportTable
            {
                Caption = $"After {Settings.EpochCount} epochs: median over seeds, and range",
                Columns = ["way", "same weights", "of", "example (seed 0)", "training loss", "accuracy (%)"],
                Rows = [.. AggregationWay.All.Select(WeightsRow)],
            },
        ],
    };

    private static string ShortName(AggregationWay way) => way.Name switch { "reduce-broadcast" => "red.-broadc.", _ => way.Name };

    private double MeanBytes(AggregationWay way, WorkerSetup senders) => results.Over(way, senders, null, found => found.StepBytes)?.Median ?? double.NaN;

    private IReadOnlyList<ReportCell> BytesRow(AggregationWay way, WorkerSetup senders)
    {
        var (formula, isBound) = results.Cost.BytesOf(way);
        var counted = MeanBytes(way, senders);
        return
        [
            isBound ? $"{way.Name}, at most" : way.Name, (long)Math.Round(formula), (long)Math.Round(counted),
            (counted / formula).ToString("0.0000", CultureInfo.InvariantCulture),
            (long)Math.Round(results.Over(way, senders, null, found => found.MostStepBytes)?.Median ?? double.NaN),
            results.Over(way, senders, null, found => found.StepMessages)?.Median ?? double.NaN,
        ];
    }

    private IReadOnlyList<ReportCell> WeightsRow(AggregationWay way)
    {
        var (same, count) = results.CountSame(way, way.IsExact ? Exact[0] : way);
        return
        [
            way.Name, same, count, results.Find(way).First(found => found.Seed == 0).Outcome.WeightsSha256[..16] + "…",
            results.Over(way, results.Setups[0], false, found => found.Outcome.EpochLosses[^1]),
            results.Over(way, results.Setups[0], false, found => 100 * found.Outcome.TestAccuracy),
        ];
    }

    private BarChart StepBars(string title, IReadOnlyList<AggregationWay> ways) => new()
    {
        Title = title,
        Description = string.Join(" ", ways.Select(way => $"{way.Name}: " +
            string.Join(", ", results.Setups.Select(setup => $"{setup.Name} {Median(results.StepMilliseconds(way, setup, isSlowed: false))} ms")) + ".")),
        ValueAxis = Milliseconds, Groups = [.. ways.Select(way => way.Name)],
        Series = [.. results.Setups.Select((setup, look) => new BarSeries(setup.Name,
            [.. ways.Select(way => results.StepMilliseconds(way, setup, isSlowed: false))], look))],
    };

    private BarChart Bars(string title, ChartAxis axis, Func<bool, Func<AggregationWay, Measurement?>> value, string unit) => new()
    {
        Title = title,
        Description = string.Join(" ", AggregationWay.All.Select(way => $"{way.Name}: {Median(value(false)(way))} {unit} all alike, {Median(value(true)(way))} {unit} with one slow.")),
        ValueAxis = axis, Groups = [.. AggregationWay.All.Select(ShortName)],
        Series = [new BarSeries("all alike", [.. AggregationWay.All.Select(value(false))], 3), new BarSeries("one slow worker", [.. AggregationWay.All.Select(value(true))], 4)],
    };

    private ReportTable TableOf(string caption, IReadOnlyList<string> columns, Func<AggregationWay, WorkerSetup, IReadOnlyList<ReportCell>> cells) => new()
    {
        Caption = caption,
        Columns = ["workers", "way", .. columns],
        Rows = [.. results.Setups.SelectMany(setup => AggregationWay.All.Select(way => (IReadOnlyList<ReportCell>)[setup.Name, way.Name, .. cells(way, setup)]))],
    };

    private static string Median(Measurement? value) => ReportNumber.Measured(value?.Median ?? double.NaN);
}
