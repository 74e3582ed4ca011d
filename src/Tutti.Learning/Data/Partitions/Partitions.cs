using Tutti.Tensors.Random;

namespace Tutti.Learning.Data.Partitions;

/// <summary>
/// Schemes that cut rows into parts: pure functions of row counts, labels or groups, their options and a seed. The same arguments give the
/// same partition for any number of workers and threads. Every scheme but <see cref="Bootstrap"/> puts each row into exactly one part, and
/// every scheme refuses to leave a part empty.
/// </summary>
public static partial class Partitions
{
    /// <summary>Each part draws rows with replacement, as bagging does (Breiman: "Bagging predictors", 1996).</summary>
    /// <param name="sampleCount">How many rows there are; at least <paramref name="partCount"/>.</param>
    /// <param name="partCount">How many parts; at least 1.</param>
    /// <param name="seed">Decides the draws.</param>
    /// <param name="partSize">How many rows each part draws, at least 1. Null, the default: as many as there are.</param>
    /// <returns>The partition; rows in the order they were drawn in.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is too small.</exception>
    public static Partition Bootstrap(int sampleCount, int partCount, ulong seed, int? partSize = null)
    {
        Check(sampleCount, partCount, "samples");
        var size = partSize ?? sampleCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(partSize));
        if ((long)size * partCount > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(partSize), size,
                $"Partitions: too many rows in all. Got {partCount} parts of {size}. Expected at most {Array.MaxLength} together.");
        var random = Begin(seed, PartitionScheme.Bootstrap);
        var parts = new int[partCount][];
        for (var part = 0; part < partCount; part++)
        {
            parts[part] = new int[size];
            for (var index = 0; index < size; index++) parts[part][index] = random.NextInt32(sampleCount);
        }
        return Partition.FromTrusted(sampleCount, parts, "bootstrap");
    }

    /// <summary>Each row goes to a part by itself, all parts being as likely: sizes differ as chance has it.</summary>
    /// <param name="sampleCount">How many rows there are; at least <paramref name="partCount"/>.</param>
    /// <param name="partCount">How many parts; at least 1.</param>
    /// <param name="seed">Decides where rows go.</param>
    /// <returns>The partition.</returns>
    /// <exception cref="ArgumentException">Fewer rows than parts, or chance left a part empty.</exception>
    public static Partition Random(int sampleCount, int partCount, ulong seed)
    {
        Check(sampleCount, partCount, "samples");
        var random = Begin(seed, PartitionScheme.Random);
        var partOfRow = new int[sampleCount];
        for (var row = 0; row < sampleCount; row++) partOfRow[row] = random.NextInt32(partCount);
        return Partition.FromPartOfRow(partOfRow, partCount, "random");
    }

    /// <summary>Shuffled rows in parts of equal sizes; the first N mod P parts have one row more.</summary>
    /// <param name="sampleCount">How many rows there are; at least <paramref name="partCount"/>.</param>
    /// <param name="partCount">How many parts; at least 1.</param>
    /// <param name="seed">Shuffles the rows.</param>
    /// <returns>The partition.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer rows than parts.</exception>
    public static Partition Balanced(int sampleCount, int partCount, ulong seed)
    {
        Check(sampleCount, partCount, "samples");
        return Cut(EvenSizes(sampleCount, partCount), seed, PartitionScheme.Balanced, "balanced");
    }

    /// <summary>
    /// Shuffled rows in parts whose sizes are in proportion to weights: the whole part of each exact share, and one row more for the
    /// largest remainders, earlier parts first.
    /// </summary>
    /// <param name="sampleCount">How many rows there are; at least as many as weights.</param>
    /// <param name="weights">One weight a part, finite and not negative, not all 0.</param>
    /// <param name="seed">Shuffles the rows.</param>
    /// <returns>The partition.</returns>
    /// <exception cref="ArgumentException">Weights are wrong, or so small that a part would be empty; fewer rows than parts.</exception>
    public static Partition Weighted(int sampleCount, IReadOnlyList<double> weights, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Check(sampleCount, weights.Count, "samples");
        if (weights.Any(weight => !double.IsFinite(weight) || weight < 0) || weights.All(weight => weight == 0))
            throw new ArgumentException(
                $"Partitions: weights that give no sizes. Got {string.Join(", ", weights.Select(Text))}. " +
                "Expected finite numbers of at least 0, not all of them 0.", nameof(weights));
        return Cut(PartSizes.ByLargestRemainder(sampleCount, weights), seed, PartitionScheme.Weighted, "weighted");
    }

    /// <summary>
    /// Quantity skew: shuffled rows in parts whose sizes are in proportions drawn from a symmetric Dirichlet distribution (Li, Diao, Chen,
    /// He: "Federated learning on non-IID data silos: an experimental study", ICDE 2022, section IV-D). Drawn again, at most 1000 times,
    /// while a part is too small. Logarithms come from the platform's library: where it differs in the last bit a size may differ by one,
    /// so keep a partition in a file if machines of several kinds must agree.
    /// </summary>
    /// <param name="sampleCount">How many rows there are; at least <paramref name="partCount"/>.</param>
    /// <param name="partCount">How many parts; at least 1.</param>
    /// <param name="alpha">More than 0: large ones give equal sizes, small ones a few large parts.</param>
    /// <param name="seed">Decides sizes and rows.</param>
    /// <param name="minSize">The fewest rows of a part, at least 1. Default: 1.</param>
    /// <returns>The partition.</returns>
    /// <exception cref="ArgumentException">A value is out of range, or no draw gave every part enough rows.</exception>
    public static Partition QuantitySkew(int sampleCount, int partCount, double alpha, ulong seed, int minSize = 1)
    {
        Check(sampleCount, partCount, "samples");
        CheckDraw(sampleCount, partCount, alpha, minSize);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var random = Begin(seed, PartitionScheme.QuantityProportions, attempt);
            var shares = PartSizes.Proportions(PartSizes.DrawDirichlet(ref random, partCount, alpha), _ => true);
            var sizes = PartSizes.ByLargestRemainder(sampleCount, shares);
            if (sizes.Min() >= minSize) return Cut(sizes, seed, PartitionScheme.Quantity, "quantity");
        }
        throw NoDraw(partCount, alpha, minSize);
    }

    /// <summary>
    /// Quantity skew by a power law: the size of part p, from 0, is in proportion to (p + 1)^−exponent; rows are shuffled.
    /// </summary>
    /// <param name="sampleCount">How many rows there are; at least <paramref name="partCount"/>.</param>
    /// <param name="partCount">How many parts; at least 1.</param>
    /// <param name="exponent">At least 0; 0 gives equal sizes, 1 Zipf's law.</param>
    /// <param name="seed">Shuffles the rows.</param>
    /// <returns>The partition, the largest part first.</returns>
    /// <exception cref="ArgumentException">A value is out of range, or the last parts would be empty.</exception>
    public static Partition PowerLaw(int sampleCount, int partCount, double exponent, ulong seed)
    {
        Check(sampleCount, partCount, "samples");
        if (!double.IsFinite(exponent) || exponent < 0)
            throw new ArgumentOutOfRangeException(nameof(exponent), exponent,
                $"Partitions: no exponent of a power law. Got {Text(exponent)}. Expected a finite number of at least 0.");
        double[] weights = [.. Enumerable.Range(1, partCount).Select(rank => Math.Pow(rank, -exponent))];
        return Cut(PartSizes.ByLargestRemainder(sampleCount, weights), seed, PartitionScheme.PowerLaw, "power-law");
    }

    private static int[] EvenSizes(int total, int partCount) =>
        [.. Enumerable.Range(0, partCount).Select(part => total / partCount + (part < total % partCount ? 1 : 0))];

    private static Partition Cut(int[] sizes, ulong seed, PartitionScheme scheme, string name)
    {
        var rows = Enumerable.Range(0, sizes.Sum()).ToArray();
        Begin(seed, scheme).Shuffle<int>(rows);
        var partOfRow = new int[rows.Length];
        for (var (part, next) = (0, 0); part < sizes.Length; next += sizes[part++])
            foreach (var row in rows.AsSpan(next, sizes[part])) partOfRow[row] = part;
        return Partition.FromPartOfRow(partOfRow, sizes.Length, name);
    }
}
