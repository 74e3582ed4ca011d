using System.Globalization;
using Tutti.Experiments.Data;
using Tutti.Experiments.Reports;
using Tutti.Experiments.Training;

namespace Tutti.Experiments.Partitioning;

/// <summary>Tells what the trainings gave.</summary>
/// <param name="results">The trainings.</param>
/// <param name="rows">The samples.</param>
/// <param name="remarks">What is different on this machine from how the experiment is described.</param>
internal sealed class PartitioningReport(PartitioningResults results, LabelledRows rows, IReadOnlyList<string> remarks)
{
    private PartitioningSettings Settings => results.Settings;

    internal ExperimentReport Create()
    {
        var sections = new PartitioningSections(results);
        return new ExperimentReport
        {
            Title = $"Partitioning: {Settings.WorkerCount} workers, each with a part of the data",
            Finding = string.Join(' ', Finding()),
            Parameters = [.. Parameters()],
            Sections = [sections.Parts(), sections.Accuracies(), sections.Times()],
            Notes = [.. remarks, .. Notes()],
            Results = [.. results.All.Select(found => found.ToJson())],
        };
    }

    private IEnumerable<string> Finding()
    {
        var alike = Settings.Alike.Skip(1).Select(results.FinalPercent).ToArray();
        yield return $"After {Settings.EpochCount} epochs {Percent(Settings.Shared)} of the held-out samples are right where all workers share all samples, and " +
            $"{ReportNumber.Measured(alike.Min())} to {ReportNumber.Measured(alike.Max())} % with parts that are alike or drawn at random.";
        yield return $"With skewed parts it is {string.Join(", ", Settings.Skewed.Select(variant => $"{Percent(variant)} ({variant.Name}, label skew {Skew(variant)})"))}.";
        yield return $"At an even pace the same parts give {string.Join(", ", Settings.Evened.Select(variant => $"{Percent(variant)} ({variant.Name})"))}.";
        var (uneven, even) = (Settings.Skewed[^1], Settings.Evened[^1]);
        yield return $"An epoch of {uneven.Name} has {Steps(uneven)} steps where sharing has {Steps(Settings.Shared)}, and takes {Times(uneven)} times as long; at an even pace {Times(even)} times.";
        var (same, count) = results.CountSameWeights();
        if (count > 0)
            yield return same == count
                ? $"All {count} trainings by other kinds of workers ended with the same weights, bit for bit, as those by {results.Setups[0].Name}."
                : $"Only {same} of {count} trainings by other kinds of workers ended with the weights of {results.Setups[0].Name}: this is a defect.";
    }

    private string Percent(PartitionVariant variant) => $"{ReportNumber.Measured(results.FinalPercent(variant))}\u00A0%";

    private string Skew(PartitionVariant variant) => ReportNumber.Measured(results.Over(variant, found => found.Parts!.LabelSkew ?? double.NaN)?.Median ?? double.NaN);

    private string Steps(PartitionVariant variant) => ReportNumber.Count((long)(results.Over(variant, found => found.Outcome.StepsPerEpoch)?.Median ?? 0));

    private string Times(PartitionVariant variant) => ReportNumber.Measured(
        results.Over(variant, found => found.EpochSeconds)!.Median / results.Over(Settings.Shared, found => found.EpochSeconds)!.Median);

    private IEnumerable<ReportParameter> Parameters() =>
    [
        new("data", $"{rows.Name}, training and test part joined, {ReportNumber.Count(rows.Count)} samples"),
        new("network", $"{results.Network.Name}, ReLU, {ReportNumber.Count(results.Network.WeightCount)} weights, initial seed {Settings.InitialSeed}"),
        new("workers", string.Join(", ", results.Setups.Select(setup => setup.Name))),
        new("batch", $"{Settings.BatchSize} samples on all workers together, {Settings.WorkerCount} shards, a part each"),
        new("epochs", $"{Settings.EpochCount}"),
        new("optimizer", string.Create(CultureInfo.InvariantCulture, $"Adam, rate {Settings.LearningRate}")),
        new("least part", $"{Settings.LeastPart} samples where sizes are drawn"),
        new("seeds", Settings.SeedCount == 1 ? "0" : $"0 to {Settings.SeedCount - 1}, of parts and of the samples' order"),
    ];

    private static IEnumerable<string> Notes() =>
    [
        $"Every {HeldOut.Every}th sample of one fixed random order is held out to measure accuracy on; the others are cut into parts. Initial weights are drawn once and written to a file that every training loads. " +
            "A seed decides the parts and the order of the samples.",
        "Schemes are those of tutti data partition, which shows the same figures for any data: random puts each sample into any part by itself, balanced cuts a shuffled list, stratified gives each part each class's share, " +
            "dirichlet α spreads each class in proportions drawn from a Dirichlet distribution, sort-and-shard deals each part two stretches of the samples sorted by class, quantity α draws the sizes. " +
            "tutti train --partition trains with any of them.",
        "“All share all” has no parts: every step's samples are drawn from all. “Drawn with replacement” draws as many samples as there are, anew each epoch, from all. " +
            "Bootstrap draws each part once, with replacement, as large as a balanced part.",
        "Logical shard s of every step draws from part s only, so a worker reads no other part. A gradient is the mean over the samples of a step, whoever has them: a part that gives fewer counts less.",
        "This is synchronous training: gradients of all parts are averaged in every step. It says nothing of federated rounds, in which workers train on their own parts for long before they average weights.",
        "An epoch is timed on rank 0, without loading, start and evaluation. Other programs on the machine are not kept away; ranges show what they did.",
    ];
}
