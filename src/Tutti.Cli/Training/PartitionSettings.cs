using Tutti.Cli.Arguments;
using Tutti.Learning.Data.Loading;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Cli.Training;

/// <summary>Which samples each logical shard of <c>tutti train</c> draws from: all, or its own part of them.</summary>
internal sealed record PartitionSettings
{
    internal const string SchemeFlag = "--partition", LargestPart = "largest-part", GlobalBatch = "global-batch";

    private static readonly PartitionRecipe Default = new();

    internal static IReadOnlyList<string> Paces { get; } = [LargestPart, GlobalBatch];

    /// <summary>A scheme's name; null: every shard draws from all samples.</summary>
    internal string? Scheme { get; init; }

    /// <summary>Decides which samples go where; null: the run's seed.</summary>
    internal ulong? Seed { get; init; }

    /// <summary>How parts of different sizes share an epoch's steps; null: until the largest is through.</summary>
    internal string? Pace { get; init; }

    internal double? Alpha { get; init; }

    internal IReadOnlyList<double>? Weights { get; init; }

    internal int? ShardsPerPart { get; init; }

    internal int? MinSize { get; init; }

    internal int? PartSize { get; init; }

    internal double? Exponent { get; init; }

    /// <summary>How to cut the data into one part a shard; null: they are not cut.</summary>
    internal PartitionRecipe? RecipeFor(int shardCount, ulong runSeed) => Scheme is null ? null : new PartitionRecipe
    {
        Scheme = Scheme, PartCount = shardCount, Seed = Seed ?? runSeed, Alpha = Alpha ?? Default.Alpha, Weights = Weights ?? [],
        ShardsPerPart = ShardsPerPart ?? Default.ShardsPerPart, MinSize = MinSize ?? Default.MinSize, PartSize = PartSize,
        Exponent = Exponent ?? Default.Exponent,
    };

    internal PartPace PartPace => Pace == GlobalBatch ? PartPace.GlobalBatch : PartPace.LargestPart;

    /// <summary>A value in effect, for the run's record: null where it says nothing.</summary>
    internal object? InEffect(string flag, Func<PartitionRecipe, object?> value) =>
        Scheme is not null && PartitionFlags.IsFor(flag, Scheme) ? value(RecipeFor(1, 0)!) : null;

    /// <summary>What does not fit together, each a whole message.</summary>
    internal IEnumerable<string> Validate(int shardCount)
    {
        (string Flag, object? Given)[] ofAll = [("--partition-seed", Seed), ("--part-pace", Pace)];
        foreach (var (flag, given) in ofAll)
            if (given is not null && Scheme is null)
                yield return $"{flag}: it says nothing without {SchemeFlag}. Got '{given}'. Expected {SchemeFlag} too, or neither of them.";
        (string Flag, object? Given)[] ofSchemes =
        [
            ("--alpha", Alpha), ("--weights", TextOf(Weights)), ("--shards-per-part", ShardsPerPart), ("--min-size", MinSize), ("--part-size", PartSize),
            ("--exponent", Exponent),
        ];
        foreach (var (flag, given) in ofSchemes)
            if (given is not null && (Scheme is null || !PartitionFlags.IsFor(flag, Scheme)))
                yield return PartitionFlags.SaysNothing(
                    flag, FormattableString.Invariant($"{given}"), Scheme is null ? $"without {SchemeFlag}" : $"for {SchemeFlag} {Scheme}", SchemeFlag);
        if (Scheme != "weighted") yield break;
        if (Weights is null) yield return PartitionFlags.NoWeights(SchemeFlag);
        else if (Weights.Count != shardCount)
            yield return $"--weights: the weights do not fit the shards. Got {Weights.Count} for {shardCount} shards. Expected one a shard. " +
                "Each logical shard has a part of its own: set --shards, or give other weights.";
    }

    /// <summary>Weights as they are given.</summary>
    internal static string? TextOf(IReadOnlyList<double>? weights) =>
        weights is null ? null : string.Join(',', weights.Select(weight => FormattableString.Invariant($"{weight}")));
}
