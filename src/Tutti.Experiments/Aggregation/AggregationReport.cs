using System.Globalization;
using Tutti.Experiments.Data;
using Tutti.Experiments.Reports;
using Tutti.Experiments.Training;

namespace Tutti.Experiments.Aggregation;

/// <summary>Tells what the trainings gave.</summary>
/// <param name="results">The trainings.</param>
/// <param name="rows">The samples.</param>
/// <param name="remarks">What is different on this machine from how the experiment is described.</param>
internal sealed class AggregationReport(AggregationResults results, LabelledRows rows, IReadOnlyList<string> remarks)
{
    private AggregationSettings Settings => results.Settings;

    private string Factor => Settings.SlowFactor.ToString(CultureInfo.InvariantCulture);

    internal ExperimentReport Create()
    {
        var sections = new AggregationSections(results);
        return new ExperimentReport
        {
            Title = $"Aggregation: how {Settings.WorkerCount} workers make one gradient of theirs",
            Finding = string.Join(' ', Finding()),
            Parameters = [.. Parameters()],
            Sections = [sections.Times(), sections.Bytes(), sections.SlowWorker(), sections.Weights()],
            Notes = [.. remarks, .. Notes()],
            Results = [.. results.All.Select(found => found.ToJson())],
        };
    }

    private IEnumerable<string> Finding()
    {
        var exact = AggregationWay.All.Where(way => way.IsExact).ToArray();
        foreach (var setup in results.Setups)
        {
            var ordered = exact.Select(way => (way.Name, Time: MedianOf(results.StepMilliseconds(way, setup, isSlowed: false)))).OrderBy(entry => entry.Time);
            yield return $"A step of {setup.Name} takes {string.Join(", ", ordered.Select(entry => $"{ReportNumber.Measured(entry.Time)} ms with {entry.Name}"))}.";
        }
        if (results.Senders is { } senders) yield return Bytes(senders);
        var (same, count) = results.CountSameExact();
        yield return same == count
            ? $"All {count} trainings that lose nothing ended with the same weights, bit for bit, by every way and every kind of worker."
            : $"Only {same} of {count} trainings that lose nothing ended with the same weights: this is a defect.";
        yield return SlowWorker();
        yield return Accuracy();
    }

    private string Bytes(WorkerSetup senders)
    {
        double BytesOf(AggregationWay way) => MedianOf(results.Over(way, senders, null, found => found.StepBytes));
        var usual = BytesOf(AggregationWay.All[0]);
        return $"All-reduce sends {ReportNumber.Count((long)usual)} bytes a worker and step, " +
            string.Join(", ", AggregationWay.All.Skip(1).Select(way => $"{way.Name} {ReportNumber.Measured(BytesOf(way) / usual)}")) + " times as many.";
    }

    private string SlowWorker()
    {
        var usual = AggregationWay.All[0];
        double[] Of(Func<WorkerSetup, Measurement?> value) => [.. results.Setups.Select(setup => MedianOf(value(setup)))];
        double[] Waiting(bool isSlowed) => Of(setup => results.Over(usual, setup, isSlowed, found => found.WaitingPercent));
        return $"One worker that computes {Factor} times as long makes a step with all-reduce {Range(Of(setup => results.SlowDown(usual, setup)))} times as long: " +
            $"the others then wait {Range(Waiting(isSlowed: true))} % of the time, and {Range(Waiting(isSlowed: false))} % where all are alike.";
    }

    private string Accuracy()
    {
        string Of(AggregationWay way) => ReportNumber.Measured(MedianOf(results.Over(way, results.Setups[0], false, found => 100 * found.Outcome.TestAccuracy)));
        return $"Held-out accuracy is {Of(AggregationWay.All[0])} % without loss, " +
            string.Join(", ", AggregationWay.All.Where(way => !way.IsExact).Select(way => $"{Of(way)} % with {way.Name}")) + ".";
    }

    private static string Range(double[] values) => ReportNumber.Measured(values.Min()) is var least && ReportNumber.Measured(values.Max()) is var most && least != most
        ? $"{least} to {most}"
        : least;

    private static double MedianOf(Measurement? value) => value?.Median ?? double.NaN;

    private IEnumerable<ReportParameter> Parameters() =>
    [
        new("data", $"{rows.Name}, training and test part joined, {ReportNumber.Count(rows.Count)} samples"),
        new("network", $"{results.Network.Name}, ReLU, {ReportNumber.Count(results.Network.WeightCount)} weights, initial seed {Settings.InitialSeed}"),
        new("workers", $"{Settings.WorkerCount} ({string.Join(", ", results.Setups.Select(setup => setup.Name))})"),
        new("batch", $"{Settings.BatchSize} samples on all workers together, {Settings.WorkerCount} shards"),
        new("epochs", $"{Settings.EpochCount}"),
        new("optimizer", string.Create(CultureInfo.InvariantCulture, $"Adam, rate {Settings.LearningRate}")),
        new("slow worker", $"the last, {Factor} times as long a shard"),
        new("seeds", Settings.SeedCount == 1 ? "0" : $"0 to {Settings.SeedCount - 1}"),
    ];

    private static IEnumerable<string> Notes() =>
    [
        $"Every {HeldOut.Every}th sample of one fixed random order is held out to measure accuracy on. Initial weights are drawn once and written to a file that every training loads; " +
            "the seeds decide the order of the samples only.",
        "A step is timed on rank 0, without loading, start and evaluation: of each training the median of its epochs divided by their steps. Before, workers do 40 steps with weights that are thrown away, anew for each way. " +
            "A worker is one compute thread and reads its batches itself. All ways, with and without the slow worker, follow each other on the same workers; kinds of workers take turns for each seed.",
        "Every worker notes how long it computes, and meets the others in a barrier before it sums, so that waiting for the slowest can be told from summing; that barrier is part of the times.",
        "The gradients fit into one bucket of a megabyte, so no sum is hidden behind the backward pass. With larger networks part of it is; docs/SCALING.md has a model of that.",
        "The slow worker keeps its core busy in proportion to the time that it really took: a slower processor, or one with another program on it. A worker that sleeps would leave its core to the others.",
        "Over TCP messages do not leave the machine: what a network adds in latency and lacks in bandwidth favours fewer messages and bytes more than this shows.",
        "No compression is tuned here, and learning rates are the same for all. docs/COMPRESSION.md has longer trainings.",
    ];
}
