using System.Globalization;
using Tutti.Experiments.Data;
using Tutti.Experiments.Reports;
using Tutti.Experiments.Training;

namespace Tutti.Experiments.Scaling;

/// <summary>Tells what the trainings gave.</summary>
/// <param name="results">The trainings.</param>
/// <param name="dataName">The data set.</param>
/// <param name="remarks">What is different on this machine from how the experiment is described.</param>
internal sealed class ScalingReport(ScalingResults results, string dataName, IReadOnlyList<string> remarks)
{
    private readonly int cores = results.Settings.CoreCount;

    private ScalingSettings Settings => results.Settings;

    internal ExperimentReport Create()
    {
        var sections = new ScalingSections(results);
        return new ExperimentReport
        {
            Title = $"Scaling: one worker against {Settings.WorkerCount}",
            Finding = string.Join(' ', Finding()),
            Parameters = [.. Parameters()],
            Sections = [sections.Epochs(), sections.SpeedUps(), sections.Totals(), sections.Weights(), sections.Accuracies()],
            Notes = [.. remarks, .. Notes()],
            Results = [.. results.All.Select(found => found.ToJson())],
        };
    }

    private IEnumerable<string> Finding()
    {
        var workers = Settings.WorkerCount;
        yield return cores < workers
            ? $"This machine has {Cores()}, so {workers} workers can be at most about {cores} times as fast as one, not {workers} times."
            : $"This machine has {Cores()}, so {workers} workers can be at most {workers} times as fast as one.";
        foreach (var network in results.Networks)
            yield return $"With {ReportNumber.Count(results.Largest)} samples and the network {network.Name}, " +
                string.Join(", ", results.Parallel.Select(setup => $"{setup.Name} are {Times(network, setup)}")) + " as fast as one worker.";
        var (same, count) = results.CountSameWeights();
        yield return same == count
            ? $"All {count} trainings by several workers ended with the same weights, bit for bit, as one worker's with the same shards."
            : $"Only {same} of {count} trainings by several workers ended with the weights of one worker's: this is a defect.";
        if (Losses() is { Length: > 0 } losses) yield return $"Sharing does not always pay: {losses}.";
    }

    private string Cores() => cores == 1 ? "1 core" : $"{cores} cores";

    private string Times(Perceptron network, WorkerSetup setup) =>
        $"{ReportNumber.Measured(results.SpeedUp(results.Largest, network.Name, setup, results.Sequential)?.Median ?? double.NaN)}\u00A0×";

    // Where several workers are slower than one: how often, and how bad the worst is.
    private string Losses() => string.Join("; ", results.Parallel.Select(setup =>
    {
        var all = Settings.SampleCounts.SelectMany(count => results.Networks.Select(network =>
            results.SpeedUp(count, network.Name, setup, results.Sequential)?.Median ?? double.NaN)).ToArray();
        var slower = all.Where(median => median < 1).ToArray();
        if (slower.Length == 0) return null;
        return $"{setup.Name} are slower than one worker in {slower.Length} of {all.Length} cases (at worst {ReportNumber.Measured(slower.Min())}\u00A0×)";
    }).OfType<string>());

    private IEnumerable<ReportParameter> Parameters() =>
    [
        new("data", $"{dataName}, training and test part joined"),
        new("samples", string.Join(", ", Settings.SampleCounts.Select(count => ReportNumber.Count(count)))),
        new("features", $"{Settings.ComponentCount} principal components, normalised"),
        .. results.Networks.Select((network, index) => new ReportParameter(
            $"network {index + 1}", $"{network.Name}, ReLU, {ReportNumber.Count(network.WeightCount)} weights, initial seed {Settings.InitialSeed + (ulong)index}")),
        new("workers", $"{Settings.WorkerCount} ({string.Join(", ", results.Parallel.Select(setup => WorkerSetup.PluralOf(setup.Isolation)).Distinct())})"),
        new("batch", $"{Settings.BatchSize} samples on all workers together, {Settings.WorkerCount} shards"),
        new("epochs", $"{Settings.EpochCount}"),
        new("optimizer", string.Create(CultureInfo.InvariantCulture, $"Adam, rate {Settings.LearningRate}")),
        new("seeds", Settings.SeedCount == 1 ? "0" : $"0 to {Settings.SeedCount - 1}"),
    ];

    private static IEnumerable<string> Notes() =>
    [
        $"Samples are put into one random order, always the same. Every {HeldOut.Every}th is held out to measure accuracy on; the others are trained on. " +
            "Principal components and normalisation (one deviation for all of them) are learned once, from the training samples of the largest number. The first n samples are written to a " +
            "MATLAB file (variables x and y), which every worker process reads; threads share one copy.",
        "Weights to start from are drawn once a network from a seed of their own and written to a file that every training loads. The seeds decide the order of the samples only.",
        "A time an epoch is that of the epoch's steps on rank 0, waiting for the others included: no loading, no start of workers, no evaluation. " +
            "For each training it is the median of its epochs; tables and charts show the median over seeds, and the range from the least to the greatest. " +
            "Before anything is timed, workers do 40 steps with weights that are thrown away, since the runtime compiles what runs often anew.",
        "A worker is one compute thread and reads its batches itself, so that one worker is one core's worth of work. Setups take turns for each number of samples and network; each does the trainings of all its seeds in a row.",
        "“One worker” computes the same shards as the workers it is compared with, one after the other; that is what makes the bits the same. " +
            "“One worker, unsharded” computes each step as a whole, as a program without shards would: the honest baseline where it is faster. Its weights differ in the last bits.",
        "Speed-ups compare trainings of the same seed. Other programs on the machine are not kept away; ranges show what they did.",
    ];
}
