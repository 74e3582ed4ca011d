using Tutti.Cli.Arguments;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Cli.Training;

/// <summary>The settings of <c>tutti train</c> that say which samples each logical shard draws from. All of them decide the bits.</summary>
internal static class PartitionSettingTable
{
    internal static IEnumerable<TrainSetting> Create() =>
    [
        new("partition.scheme",
            new(PartitionSettings.SchemeFlag, "SCHEME",
                $"Gives each logical shard a part of the samples: {string.Join(", ", PartitionRecipe.Schemes)} (default: every shard draws from all)"),
            (settings, given) => With(settings, settings.Partition with { Scheme = given.OneOf(PartitionRecipe.Schemes) }),
            settings => settings.Partition.Scheme),
        new("partition.seed", new("--partition-seed", "N", "Decides which samples go into which part (default: the run's seed)"),
            (settings, given) => With(settings, settings.Partition with { Seed = given.Seed() }),
            settings => settings.Partition.RecipeFor(1, settings.Seed)?.Seed),
        new("partition.pace",
            new("--part-pace", "NAME",
                $"How parts of different sizes share an epoch's steps: {string.Join(", ", PartitionSettings.Paces)} (default: " +
                $"{PartitionSettings.LargestPart}, each takes the same a step until it has run out)"),
            (settings, given) => With(settings, settings.Partition with { Pace = given.OneOf(PartitionSettings.Paces) }),
            settings => settings.Partition.Scheme is null ? null : settings.Partition.Pace ?? PartitionSettings.LargestPart),
        OfScheme("partition.alpha", PartitionFlags.CreateAlpha(), (own, given) => own with { Alpha = given.MoreThanZero() }, recipe => recipe.Alpha),
        OfScheme("partition.weights", PartitionFlags.CreateWeights(), (own, given) => own with { Weights = given.Weights() },
            recipe => recipe.Weights.Count == 0 ? null : PartitionSettings.TextOf(recipe.Weights)),
        OfScheme("partition.shardsPerPart", PartitionFlags.CreateShards(), (own, given) => own with { ShardsPerPart = given.WholeNumber(1) },
            recipe => recipe.ShardsPerPart),
        OfScheme("partition.minSize", PartitionFlags.CreateMinSize(), (own, given) => own with { MinSize = given.WholeNumber(1) },
            recipe => recipe.MinSize),
        OfScheme("partition.partSize", PartitionFlags.CreatePartSize(), (own, given) => own with { PartSize = given.WholeNumber(1) },
            recipe => recipe.PartSize),
        OfScheme("partition.exponent", PartitionFlags.CreateExponent(), (own, given) => own with { Exponent = given.AtLeastZero() },
            recipe => recipe.Exponent),
    ];

    private static TrainSetting OfScheme(
        string path, ValueOption option, Func<PartitionSettings, GivenValue, PartitionSettings> apply, Func<PartitionRecipe, object?> value) =>
        new(path, option, (settings, given) => With(settings, apply(settings.Partition, given)),
            settings => settings.Partition.InEffect(option.Name, value));

    private static TrainSettings With(TrainSettings settings, PartitionSettings partition) => settings with { Partition = partition };
}
