namespace Tutti.Communication.Collectives;

/// <summary>
/// Which bytes of which rank's source go where in which rank's target: what broadcast, all-gather, gather, scatter and all-to-all have in
/// common. At most one route leads from a rank to a rank, and every rank can compute every route.
/// </summary>
internal readonly ref struct Routing
{
    private readonly CollectiveOperation operation;
    private readonly int size;
    private readonly int root;
    private readonly long part;
    private readonly ReadOnlySpan<long> offsets;

    private Routing(CollectiveOperation operation, int size, int root, long part, ReadOnlySpan<long> offsets = default)
    {
        this.operation = operation;
        this.size = size;
        this.root = root;
        this.part = part;
        this.offsets = offsets;
    }

    /// <summary>The root's bytes to everyone.</summary>
    internal static Routing Broadcast(int size, int root, long bytes) => new(CollectiveOperation.Broadcast, size, root, bytes);

    /// <summary>Every rank's bytes to everyone, in rank order.</summary>
    internal static Routing AllGather(int size, long part) => new(CollectiveOperation.AllGather, size, 0, part);

    /// <summary>
    /// The same with parts of different lengths: rank r's begins at offsets[r] of the target and ends before offsets[r + 1].
    /// </summary>
    internal static Routing AllGather(int size, ReadOnlySpan<long> offsets) => new(CollectiveOperation.AllGather, size, 0, 0, offsets);

    /// <summary>
    /// Every rank's bytes to the root, in rank order; <paramref name="offsets"/> as in an uneven all-gather, empty for even parts.
    /// </summary>
    internal static Routing Gather(int size, int root, long part, ReadOnlySpan<long> offsets = default) =>
        new(CollectiveOperation.Gather, size, root, part, offsets);

    /// <summary>The root's r-th part to rank r; <paramref name="offsets"/> are into the root's source, empty for even parts.</summary>
    internal static Routing Scatter(int size, int root, long part, ReadOnlySpan<long> offsets = default) =>
        new(CollectiveOperation.Scatter, size, root, part, offsets);

    /// <summary>Every rank's r-th part to rank r, which keeps them in rank order.</summary>
    internal static Routing AllToAll(int size, long part) => new(CollectiveOperation.AllToAll, size, 0, part);

    /// <summary>
    /// The same with parts of different lengths: <paramref name="lengths"/>[from · P + to] bytes go from a rank to a rank.
    /// </summary>
    internal static Routing AllToAllUneven(int size, ReadOnlySpan<long> lengths) => new(CollectiveOperation.AllToAll, size, 0, 0, lengths);

    /// <summary>The only rank that sends, or −1 if all do.</summary>
    internal int OnlySource => operation is CollectiveOperation.Broadcast or CollectiveOperation.Scatter ? root : -1;

    /// <summary>Whether only one rank sends, or only one receives.</summary>
    internal bool IsRooted => operation is CollectiveOperation.Broadcast or CollectiveOperation.Scatter or CollectiveOperation.Gather;

    internal bool IsBroadcast => operation == CollectiveOperation.Broadcast;

    /// <summary>How many bytes a rank's source has.</summary>
    internal long SourceLength(int rank) => operation switch
    {
        CollectiveOperation.Broadcast => rank == root ? part : 0,
        CollectiveOperation.Scatter => rank == root ? OffsetOf(size) : 0,
        CollectiveOperation.AllToAll => offsets.IsEmpty ? part * size : Sum(offsets.Slice(rank * size, size)),
        _ => LengthOf(rank),
    };

    /// <summary>The longest source of all ranks: what the ranks of a windowed exchange must agree on.</summary>
    internal long LongestSource()
    {
        var longest = 0L;
        for (var rank = 0; rank < size; rank++) longest = Math.Max(longest, SourceLength(rank));
        return longest;
    }

    /// <summary>What goes from a rank to a rank, itself included.</summary>
    internal Route Between(int from, int to) => operation switch
    {
        CollectiveOperation.Broadcast => from == root ? new Route(0, 0, part) : default,
        CollectiveOperation.AllGather => new Route(0, OffsetOf(from), LengthOf(from)),
        CollectiveOperation.Gather => to == root ? new Route(0, OffsetOf(from), LengthOf(from)) : default,
        CollectiveOperation.Scatter => from == root ? new Route(OffsetOf(to), 0, LengthOf(to)) : default,
        _ => AllToAllBetween(from, to),
    };

    private Route AllToAllBetween(int from, int to)
    {
        if (offsets.IsEmpty) return new Route(part * to, part * from, part);
        var target = 0L;
        for (var rank = 0; rank < from; rank++) target += offsets[rank * size + to];
        return new Route(Sum(offsets.Slice(from * size, to)), target, offsets[from * size + to]);
    }

    private long OffsetOf(int rank) => offsets.IsEmpty ? part * rank : offsets[rank];

    private long LengthOf(int rank) => offsets.IsEmpty ? part : offsets[rank + 1] - offsets[rank];

    private static long Sum(ReadOnlySpan<long> lengths)
    {
        var sum = 0L;
        foreach (var length in lengths) sum += length;
        return sum;
    }
}
