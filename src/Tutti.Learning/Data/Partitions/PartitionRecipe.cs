namespace Tutti.Learning.Data.Partitions;

/// <summary>
/// How to cut a data set into parts: a scheme of <see cref="Partitions"/> by its name, and what it takes. The same recipe and data give the
/// same partition everywhere (but see <see cref="Partitions.QuantitySkew"/> on logarithms), so that a recipe can travel or be recorded
/// instead of row numbers.
/// </summary>
public sealed record PartitionRecipe
{
    /// <summary>The names of all schemes.</summary>
    public static IReadOnlyList<string> Schemes { get; } =
    [
        "balanced", "random", "bootstrap", "stratified", "weighted", "grouped", "dirichlet", "sort-and-shard", "quantity", "power-law", "natural",
    ];

    /// <summary>One of <see cref="Schemes"/>. Default: <c>balanced</c>.</summary>
    public string Scheme { get; init; } = "balanced";

    /// <summary>How many parts, at least 1. Null: one an id, which only <c>natural</c> knows. <c>weighted</c> has one a weight.</summary>
    public int? PartCount { get; init; }

    /// <summary>Decides which rows go where. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary><c>dirichlet</c> and <c>quantity</c>: the concentration, more than 0; small ones skew more. Default 0.5.</summary>
    public double Alpha { get; init; } = 0.5;

    /// <summary><c>dirichlet</c> and <c>quantity</c>: the fewest rows of a part, at least 1. Default 1.</summary>
    public int MinSize { get; init; } = 1;

    /// <summary><c>weighted</c>: sizes are in proportion to these, one a part. Default: none.</summary>
    public IReadOnlyList<double> Weights { get; init; } = [];

    /// <summary><c>sort-and-shard</c>: how many shards each part is dealt, at least 1. Default 2.</summary>
    public int ShardsPerPart { get; init; } = 2;

    /// <summary><c>bootstrap</c>: how many rows each part draws, at least 1. Null, the default: as many as there are.</summary>
    public int? PartSize { get; init; }

    /// <summary><c>power-law</c>: sizes fall as 1, 2⁻ˣ, 3⁻ˣ …; at least 0. Default 1.</summary>
    public double Exponent { get; init; } = 1;

    /// <summary>Whether a scheme keeps groups together, and needs data that have some.</summary>
    /// <param name="scheme">The scheme's name.</param>
    /// <returns>True for <c>grouped</c> and <c>natural</c>.</returns>
    public static bool NeedsGroups(string scheme) => scheme is "grouped" or "natural";

    /// <summary>Cuts a data set. Takes time in proportion to its rows; reads no samples.</summary>
    /// <param name="data">The data set.</param>
    /// <returns>The partition.</returns>
    /// <exception cref="ArgumentException">
    /// No such scheme, no number of parts, data without groups for a scheme that needs them, or the scheme refuses its values.
    /// </exception>
    public Partition Create(ClassificationDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!Schemes.Contains(Scheme))
            throw new ArgumentException($"PartitionRecipe: there is no such scheme. Got '{Scheme}'. {NearestName.Suggest(Scheme, Schemes)}");
        return Scheme switch
        {
            "random" => Partitions.Random(data.Count, Count(), Seed),
            "bootstrap" => Partitions.Bootstrap(data.Count, Count(), Seed, PartSize),
            "stratified" => Partitions.Stratified(data.CopyLabels(), Count(), Seed),
            "weighted" => Partitions.Weighted(data.Count, WeightsOfParts(), Seed),
            "grouped" => Partitions.Grouped(GroupsOf(data), Count(), Seed),
            "dirichlet" => Partitions.LabelSkew(data.CopyLabels(), Count(), Alpha, Seed, MinSize),
            "sort-and-shard" => Partitions.SortAndShard(data.CopyLabels(), Count(), ShardsPerPart, Seed),
            "quantity" => Partitions.QuantitySkew(data.Count, Count(), Alpha, Seed, MinSize),
            "power-law" => Partitions.PowerLaw(data.Count, Count(), Exponent, Seed),
            "natural" when PartCount is null => Partitions.Natural(GroupsOf(data), id => data.GroupNames![(int)id]),
            "natural" => Partitions.Natural(GroupsOf(data), Count(), Seed),
            _ => Partitions.Balanced(data.Count, Count(), Seed),
        };
    }

    private int Count() => PartCount ?? throw new ArgumentException(
        $"PartitionRecipe: no number of parts. Got none for '{Scheme}'. Expected how many, at least 1. Set PartCount.");

    private IReadOnlyList<double> WeightsOfParts() => PartCount is not { } count || count == Weights.Count ? Weights : throw new ArgumentException(
        $"PartitionRecipe: the weights do not fit. Got {Weights.Count} for {count} parts. Expected one a part.");

    private long[] GroupsOf(ClassificationDataset data) => data.Groups is { } groups
        ? [.. groups.Select(group => (long)group)]
        : throw new ArgumentException(
            $"PartitionRecipe: there are no groups to keep together. Got '{Scheme}' for '{data.Name}'. Expected data with groups, such as a CSV " +
            "file with a column of them.");
}
