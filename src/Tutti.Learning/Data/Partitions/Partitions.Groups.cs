namespace Tutti.Learning.Data.Partitions;

public static partial class Partitions
{
    /// <summary>
    /// Rows of one group, for instance beats of one patient, are never in different parts, and parts have nearly equal numbers of rows: the
    /// largest group is placed first, each into the part with the fewest rows so far. The seed decides among groups of one size.
    /// </summary>
    /// <param name="groups">The group of each row, any numbers; at least as many groups as parts.</param>
    /// <param name="partCount">How many parts; at least 1.</param>
    /// <param name="seed">Shuffles the groups first.</param>
    /// <returns>The partition.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer groups than parts.</exception>
    public static Partition Grouped(ReadOnlySpan<long> groups, int partCount, ulong seed)
    {
        var (numbers, groupCount) = Folds.NumberByAppearance(groups);
        Check(groupCount, partCount, "groups");
        var order = ShuffledGroups(groupCount, seed, PartitionScheme.Grouped);
        var sizes = new int[groupCount];
        foreach (var group in numbers) sizes[order[group]]++;
        var partOfPlace = PartSizes.Pack(sizes, partCount);
        return Partition.FromPartOfRow(Array.ConvertAll(numbers, group => partOfPlace[order[group]]), partCount, "grouped");
    }

    /// <summary>One part for each natural id, such as a hospital or a writer: in the order of the ids' numbers, named after them.</summary>
    /// <param name="ids">The id of each row, any numbers; at least one row.</param>
    /// <param name="nameOf">What an id is called; null, the default: its number.</param>
    /// <returns>The partition.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no rows.</exception>
    public static Partition Natural(ReadOnlySpan<long> ids, Func<long, string>? nameOf = null)
    {
        Check(ids.Length, 1, "samples");
        long[] sorted = [.. ids.ToArray().Distinct().Order()];
        var partOfRow = new int[ids.Length];
        for (var row = 0; row < ids.Length; row++) partOfRow[row] = Array.BinarySearch(sorted, ids[row]);
        return Partition.FromPartOfRow(partOfRow, sorted.Length, "natural", [.. sorted.Select(nameOf ?? (id => $"{id}"))]);
    }

    /// <summary>Natural ids in parts that have equal numbers of ids, ±1, however many rows these have; ids are shuffled.</summary>
    /// <param name="ids">The id of each row, any numbers; at least as many ids as parts.</param>
    /// <param name="partCount">How many parts; at least 1.</param>
    /// <param name="seed">Shuffles the ids.</param>
    /// <returns>The partition.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer ids than parts.</exception>
    public static Partition Natural(ReadOnlySpan<long> ids, int partCount, ulong seed)
    {
        var (numbers, idCount) = Folds.NumberByAppearance(ids);
        Check(idCount, partCount, "ids");
        var order = ShuffledGroups(idCount, seed, PartitionScheme.Natural);
        return Partition.FromPartOfRow(Array.ConvertAll(numbers, id => order[id] % partCount), partCount, "natural");
    }

    private static int[] ShuffledGroups(int count, ulong seed, PartitionScheme scheme)
    {
        var order = Enumerable.Range(0, count).ToArray();
        Begin(seed, scheme).Shuffle<int>(order);
        return order;
    }
}
