using Tutti.Experiments.Reports;
using Tutti.Experiments.Reports.Charts;
using Tutti.Experiments.Training;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Experiments.Partitioning;

/// <summary>The charts and tables of the partitioning report.</summary>
internal sealed class PartitioningSections(PartitioningResults results)
{
    private PartitioningSettings Settings => results.Settings;

    internal ReportSection Parts() => new()
    {
        Title = "What the parts hold",
        Paragraphs =
        [
            "Coverage is the share of the training samples that are in some part; overlap, how many are in several; repeated, how many times a part holds one again; identical, how many samples have " +
            "the same pixels as one in another part. Size variation is the deviation of the sizes divided by their mean. Label skew is how far the classes of a part are from those " +
            "of all (total variation, mean over the parts): 0 alike, near 1 with no class in common.",
            .. Settings.WorkerCount > Chart.MostSeries
                ? (IReadOnlyList<string>)[$"The charts of parts are left out: {Settings.WorkerCount} parts could not be told apart."]
                : ["The charts show, for seed 0, how the samples of each class are spread over the parts."],
        ],
        Charts = Settings.WorkerCount > Chart.MostSeries ? [] : [.. Drawn.Select(Spread)],
        Tables =
        [
            new ReportTable
            {
                Caption = "Parts: median over seeds, and range",
                Columns = ["scheme", "coverage (%)", "overlap", "repeated", "identical", "smallest part", "largest part", "size variation", "label skew", "classes that parts lack"],
                Rows = [.. Cut.Select(PartsRow)],
            },
        ],
    };

    internal ReportSection Accuracies() => new()
    {
        Title = "Accuracy",
        Paragraphs =
        [
            "Of the held-out samples after each epoch; bands reach from the least to the greatest over the seeds. In each step all parts are averaged, so skewed classes need not harm as they do " +
            "where workers train on their own for long. What harms is that parts run out at different times: the last steps of an epoch then see the largest parts only. “Even pace” spreads every part evenly over the epoch instead.",
        ],
        Charts =
        [
            Curves("Parts that are alike", Settings.Alike), Curves("Parts that are skewed", [Settings.Shared, .. Settings.Skewed.TakeLast(Chart.MostSeries - 1)]),
            Curves("The same parts, at an even pace", [Settings.Shared, .. Paired()]),
        ],
        Tables =
        [
            new ReportTable
            {
                Caption = "Accuracy (%): median over seeds, and range",
                Columns = ["scheme", "after the last epoch", "against sharing all (points)", "best epoch", "training loss"],
                Rows = [.. Settings.All.Select(variant => (IReadOnlyList<ReportCell>)
                [
                    variant.Name, results.Over(variant, found => found.FinalPercent),
                    (results.FinalPercent(variant) - results.FinalPercent(Settings.Shared)).ToString("+0.00;−0.00;0", System.Globalization.CultureInfo.InvariantCulture),
                    results.Over(variant, found => found.BestPercent), results.Over(variant, found => found.Outcome.EpochLosses[^1]),
                ])],
            },
        ],
    };

    internal ReportSection Times() => new()
    {
        Title = "Time",
        Paragraphs =
        [
            $"An epoch sees every sample of every part once. With parts of unequal sizes it has more steps: each part gives {Settings.BatchSize / Settings.WorkerCount} samples a step until it has run out, and " +
            "the owners of the small ones have nothing to do in the last steps. An even pace has as many steps as without parts, but the worker with the largest part has the most to do in each.",
        ],
        Charts = [TimeBars()],
        Tables =
        [
            new ReportTable
            {
                Caption = "Steps and seconds an epoch: median over seeds, and range",
                Columns = ["scheme", "steps", .. results.Setups.Select(setup => $"{setup.Name} (s)")],
                Rows = [.. Settings.All.Select(variant => (IReadOnlyList<ReportCell>)
                [
                    variant.Name, results.Over(variant, found => found.Outcome.StepsPerEpoch),
                    .. results.Setups.Select(setup => (ReportCell)results.Over(variant, found => found.EpochSeconds, setup)),
                ])],
            },
        ],
    };

    private IEnumerable<PartitionVariant> Cut => Settings.All.Where(variant => variant.Recipe is not null && variant.Pace == default);

    private IEnumerable<PartitionVariant> Drawn => [Settings.Alike[^1], .. Settings.Skewed];

    // Each at an even pace after the same parts without.
    private IEnumerable<PartitionVariant> Paired() =>
        Settings.Evened.SelectMany(evened => new[] { Settings.Skewed.First(skewed => skewed.Recipe == evened.Recipe), evened });

    private IReadOnlyList<ReportCell> PartsRow(PartitionVariant variant)
    {
        Measurement? Over(Func<PartitionReport, double> value) => results.Over(variant, found => value(found.Parts!));
        return
        [
            variant.Name, Over(parts => 100 * parts.Coverage), Over(parts => parts.OverlapCount), Over(parts => parts.RepeatedCounts.Sum()),
            Over(parts => parts.IdenticalCount ?? double.NaN), Over(parts => parts.SmallestSize), Over(parts => parts.LargestSize),
            Over(parts => parts.SizeVariation), Over(parts => parts.LabelSkew ?? double.NaN), Over(parts => parts.EmptyClassCounts!.Sum()),
        ];
    }

    private BarChart Spread(PartitionVariant variant)
    {
        var parts = results.Find(variant)[0].Parts!;
        var classes = Enumerable.Range(0, parts.ClassCounts![0].Count).ToArray();
        var held = Enumerable.Range(0, parts.Sizes.Count).ToArray();
        return new BarChart
        {
            Title = $"{variant.Name}: who holds which class",
            Description = string.Join(" ", held.Select(part => $"Part {part}: {ReportNumber.Count(parts.Sizes[part])} samples, by class {string.Join(", ", parts.ClassCounts[part])}.")),
            ValueAxis = new ChartAxis("samples of the class"), Groups = [.. classes.Select(number => $"{number}")], IsStacked = true,
            Series = [.. held.Select(part => new BarSeries($"part {part}", [.. classes.Select(number => One(parts.ClassCounts[part][number]))], part))],
        };
    }

    private static Measurement One(double value) => new(value, value, value, 1);

    private LineChart Curves(string title, IReadOnlyList<PartitionVariant> variants) => new()
    {
        Title = title,
        Description = string.Join(", ", variants.Select(variant => $"{variant.Name} {ReportNumber.Measured(results.FinalPercent(variant))}")) + " % after the last epoch.",
        XAxis = new ChartAxis("epochs"), YAxis = new ChartAxis("% of the held-out samples right") { StartsAtZero = false },
        Series = [.. variants.Select((variant, look) => new LineSeries(variant.Name, [.. Enumerable.Range(0, Settings.EpochCount).Select(epoch =>
            ChartPoint.Of(epoch + 1, results.Over(variant, found => 100 * found.Outcome.EpochAccuracies[epoch])))], look))],
    };

    private BarChart TimeBars()
    {
        PartitionVariant[] shown = [Settings.Shared, .. Settings.Skewed.TakeLast(2), .. Settings.Evened];
        return new BarChart
        {
            Title = $"Seconds an epoch, {results.Setups[0].Name}",
            Description = string.Join(", ", shown.Select(variant => $"{variant.Name} {ReportNumber.Measured(results.Over(variant, found => found.EpochSeconds)!.Median)} s")) + ".",
            ValueAxis = new ChartAxis("seconds an epoch"), Groups = [.. results.Setups.Select(setup => setup.Name)],
            Series = [.. shown.Select((variant, look) => new BarSeries(variant.Name, [.. results.Setups.Select(setup => results.Over(variant, found => found.EpochSeconds, setup))], look))],
        };
    }
}
