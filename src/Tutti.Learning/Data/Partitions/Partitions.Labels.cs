namespace Tutti.Learning.Data.Partitions;

public static partial class Partitions
{
    /// <summary>
    /// Every part has each class's share of the rows, ±1, and sizes differ by at most 1: the shuffled rows of the classes, one class after
    /// the other, are dealt to the parts in turn.
    /// </summary>
    /// <param name="labels">The class of each row, any numbers; at least as many rows as parts.</param>
    /// <param name="partCount">How many parts; at least 1.</param>
    /// <param name="seed">Shuffles the rows of each class.</param>
    /// <returns>The partition.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer rows than parts.</exception>
    public static Partition Stratified(ReadOnlySpan<long> labels, int partCount, ulong seed)
    {
        Check(labels.Length, partCount, "samples");
        var partOfRow = new int[labels.Length];
        var random = Begin(seed, PartitionScheme.Stratified);
        var next = 0;
        foreach (var rows in RowsOfClasses(labels))
        {
            random.Shuffle<int>(rows);
            foreach (var row in rows) partOfRow[row] = next++ % partCount;
        }
        return Partition.FromPartOfRow(partOfRow, partCount, "stratified");
    }

    /// <summary>
    /// Label skew: the shuffled rows of each class are spread over the parts in proportions drawn from a symmetric Dirichlet distribution.
    /// Hsu, Qi, Brown: "Measuring the effects of non-identical data distribution for federated visual classification", 2019, draw a mix of
    /// classes for each part; this is the form of Li, Diao, Chen, He (NIID-Bench), ICDE 2022, which draws for each class, gives none of it
    /// to parts that already have their even share of all rows, and draws everything again (here at most 1000 times) while a part is too
    /// small.
    /// </summary>
    /// <remarks>Logarithms come from the platform's library: see <see cref="QuantitySkew"/>.</remarks>
    /// <param name="labels">The class of each row, any numbers; at least as many rows as parts.</param>
    /// <param name="partCount">How many parts; at least 1.</param>
    /// <param name="alpha">More than 0: at 100 parts are nearly alike, at 0.1 each has few classes.</param>
    /// <param name="seed">Decides proportions and rows.</param>
    /// <param name="minSize">The fewest rows of a part, at least 1. Default: 1; NIID-Bench takes 10.</param>
    /// <returns>The partition.</returns>
    /// <exception cref="ArgumentException">A value is out of range, or no draw gave every part enough rows.</exception>
    public static Partition LabelSkew(ReadOnlySpan<long> labels, int partCount, double alpha, ulong seed, int minSize = 1)
    {
        Check(labels.Length, partCount, "samples");
        CheckDraw(labels.Length, partCount, alpha, minSize);
        var classes = RowsOfClasses(labels);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
            if (DrawClassCounts(classes, labels.Length, partCount, alpha, seed, attempt, minSize) is { } counts)
                return Deal(classes, counts, labels.Length, partCount, seed);
        throw NoDraw(partCount, alpha, minSize);
    }

    /// <summary>
    /// The pathological label skew of McMahan, Moore, Ramage, Hampson, Agüera y Arcas: "Communication-efficient learning of deep networks
    /// from decentralized data", AISTATS 2017: rows sorted by label (of one label: as they come) are cut into parts · k shards of equal
    /// sizes (the first ones one larger), and k random shards are dealt to each part.
    /// </summary>
    /// <param name="labels">The class of each row, any numbers; at least parts · k rows.</param>
    /// <param name="partCount">How many parts; at least 1.</param>
    /// <param name="shardsPerPart">k, at least 1; the paper takes 2.</param>
    /// <param name="seed">Deals the shards.</param>
    /// <returns>The partition.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer rows than parts or shards.</exception>
    public static Partition SortAndShard(ReadOnlySpan<long> labels, int partCount, int shardsPerPart, ulong seed)
    {
        Check(labels.Length, partCount, "samples");
        if (shardsPerPart < 1 || (long)partCount * shardsPerPart > labels.Length)
            throw new ArgumentOutOfRangeException(nameof(shardsPerPart), shardsPerPart,
                $"Partitions: an impossible number of shards. Got {shardsPerPart} for each of {partCount} parts, and {labels.Length} samples. " +
                $"Expected 1 to {labels.Length / partCount}.");
        int[] sorted = [.. RowsOfClasses(labels).SelectMany(rows => rows)];
        var sizes = EvenSizes(labels.Length, partCount * shardsPerPart);
        var shards = Enumerable.Range(0, sizes.Length).ToArray();
        Begin(seed, PartitionScheme.SortAndShard).Shuffle<int>(shards);
        var partOfShard = new int[shards.Length];
        for (var dealt = 0; dealt < shards.Length; dealt++) partOfShard[shards[dealt]] = dealt / shardsPerPart;
        var partOfRow = new int[labels.Length];
        for (var (shard, next) = (0, 0); shard < sizes.Length; next += sizes[shard++])
            foreach (var row in sorted.AsSpan(next, sizes[shard])) partOfRow[row] = partOfShard[shard];
        return Partition.FromPartOfRow(partOfRow, partCount, "sort-and-shard");
    }

    // The rows of each class, ascending; classes by their numbers.
    private static int[][] RowsOfClasses(ReadOnlySpan<long> labels)
    {
        var rowsOfClass = new SortedDictionary<long, List<int>>();
        for (var row = 0; row < labels.Length; row++)
        {
            if (!rowsOfClass.TryGetValue(labels[row], out var rows)) rowsOfClass.Add(labels[row], rows = []);
            rows.Add(row);
        }
        return [.. rowsOfClass.Values.Select(rows => rows.ToArray())];
    }

    // How many rows of each class each part gets; null if a part gets too few in all.
    private static int[][]? DrawClassCounts(
        int[][] classes, int sampleCount, int partCount, double alpha, ulong seed, int attempt, int minSize)
    {
        var random = Begin(seed, PartitionScheme.DirichletProportions, attempt);
        var sizes = new int[partCount];
        var counts = new int[classes.Length][];
        for (var own = 0; own < classes.Length; own++)
        {
            var logs = PartSizes.DrawDirichlet(ref random, partCount, alpha);
            // Before the last row is dealt, some part has less than its even share.
            var shares = PartSizes.Proportions(logs, part => (long)sizes[part] * partCount < sampleCount);
            counts[own] = PartSizes.ByLargestRemainder(classes[own].Length, shares);
            for (var part = 0; part < partCount; part++) sizes[part] += counts[own][part];
        }
        return sizes.Min() >= minSize ? counts : null;
    }

    private static Partition Deal(int[][] classes, int[][] counts, int sampleCount, int partCount, ulong seed)
    {
        var random = Begin(seed, PartitionScheme.Dirichlet);
        var partOfRow = new int[sampleCount];
        for (var own = 0; own < classes.Length; own++)
        {
            random.Shuffle<int>(classes[own]);
            for (var (part, next) = (0, 0); part < partCount; next += counts[own][part++])
                foreach (var row in classes[own].AsSpan(next, counts[own][part])) partOfRow[row] = part;
        }
        return Partition.FromPartOfRow(partOfRow, partCount, "dirichlet");
    }
}
