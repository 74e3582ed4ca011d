namespace Tutti.Learning.Data.Partitions;

/// <summary>What a partition does to a data set: what is covered, repeated, skewed, or leaks. Immutable and thread-safe.</summary>
public sealed record PartitionReport
{
    /// <summary>The share of the data set's rows that are in some part, 0 … 1.</summary>
    public required double Coverage { get; init; }

    /// <summary>How many rows are in more than one part.</summary>
    public required int OverlapCount { get; init; }

    /// <summary>How many rows of each part are there a second, third, … time.</summary>
    public required IReadOnlyList<int> RepeatedCounts { get; init; }

    /// <summary>
    /// How many rows, each in another part than some different row, have the same samples as that row, byte for byte; targets do not count.
    /// Null if no source was given.
    /// </summary>
    public int? IdenticalCount { get; init; }

    /// <summary>How many rows each part has, repeated ones included.</summary>
    public required IReadOnlyList<int> Sizes { get; init; }

    /// <summary>The smallest size.</summary>
    public int SmallestSize => Sizes.Min();

    /// <summary>The median of the sizes; of an even number the mean of the middle two.</summary>
    public double MedianSize
    {
        get
        {
            var sorted = Sizes.Order().ToArray();
            return (sorted[(sorted.Length - 1) / 2] + (double)sorted[sorted.Length / 2]) / 2;
        }
    }

    /// <summary>The largest size.</summary>
    public int LargestSize => Sizes.Max();

    /// <summary>
    /// The coefficient of variation of the sizes: their population standard deviation divided by their mean; 0 for equal sizes.
    /// </summary>
    public double SizeVariation
    {
        get
        {
            var mean = Sizes.Average();
            return Math.Sqrt(Sizes.Average(size => (size - mean) * (size - mean))) / mean;
        }
    }

    /// <summary>
    /// How many rows of each class each part has: <c>ClassCounts[part][class]</c>, classes by their numbers. Null if no labels were given.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>>? ClassCounts { get; init; }

    /// <summary>
    /// The total variation distance of each part's classes from the whole data set's: half of Σ |p(class) − q(class)|, 0 (alike) to less
    /// than 1. Null if no labels were given.
    /// </summary>
    public IReadOnlyList<double>? LabelDistances { get; init; }

    /// <summary>The label skew: the mean of <see cref="LabelDistances"/>, each part counting the same.</summary>
    public double? LabelSkew => LabelDistances?.Average();

    /// <summary>How many classes that the data set has rows of each part lacks. Null if no labels were given.</summary>
    public IReadOnlyList<int>? EmptyClassCounts { get; init; }

    /// <summary>How many groups have rows in more than one part: patients that leak. Null if no groups were given.</summary>
    public int? LeakedGroupCount { get; init; }

    /// <summary>The first of these groups, by their numbers; at most <see cref="MostExamples"/>. Null if no groups were given.</summary>
    public IReadOnlyList<LeakedGroup>? LeakedGroups { get; init; }

    /// <summary>How many examples are given at most.</summary>
    public const int MostExamples = 5;

    /// <summary>Looks at a partition. Takes time in proportion to rows, and with a source reads every sample once.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="labels">The class of each row; empty if there are none.</param>
    /// <param name="groups">The group of each row, any numbers; empty if there are none.</param>
    /// <param name="classCount">
    /// Labels are 0 … classCount − 1. Null, the default: any numbers, and the classes are those that occur.
    /// </param>
    /// <param name="source">The samples, to find identical ones; null, the default: they are not looked for.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">Labels, groups or source are for another number of rows, or a label is no class.</exception>
    public static PartitionReport Create(
        Partition partition, ReadOnlySpan<long> labels = default, ReadOnlySpan<long> groups = default, int? classCount = null,
        ISampleSource? source = null)
    {
        ArgumentNullException.ThrowIfNull(partition);
        if (!labels.IsEmpty) partition.CheckFits(labels.Length);
        if (!groups.IsEmpty) partition.CheckFits(groups.Length);
        if (source is not null) partition.CheckFits(source.Count);
        return new PartitionSurvey(partition).Report(labels, groups, classCount, source);
    }
}
