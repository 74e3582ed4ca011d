namespace Tutti.Communication.Collectives;

/// <summary>
/// The contract of one collective: two ranks agree exactly if their headers are equal. The sequence number travels beside it.
/// </summary>
/// <param name="Operation">What the ranks do.</param>
/// <param name="Element">Of what.</param>
/// <param name="Count">How many elements, where the ranks must agree on that; <see cref="Unknown"/> while lengths are exchanged.</param>
/// <param name="Detail">
/// Broadcast, Gather, Scatter, Reduce: the root. AllReduce: the order. AllocateShards: the number of shards. SumShards, ReduceShards: the
/// buffer's number.
/// Send: the tag. Barrier: 1 + the bytes up to which reductions go all to all from then on, 0 where that stays.
/// </param>
/// <param name="Digest">
/// AllocateShards: of the owner map. SumShards: the first element. ReduceShards: of the bounds. AllGather of uneven parts in the caller's
/// memory: of the counts. Reductions of one's own: of the name.
/// </param>
/// <param name="Reduction">How values are combined.</param>
internal readonly record struct CollectiveHeader(
    CollectiveOperation Operation, ElementKind Element = ElementKind.None, long Count = 0, long Detail = 0, ulong Digest = 0,
    ReductionKind Reduction = ReductionKind.None)
{
    /// <summary>The count while lengths are exchanged.</summary>
    internal const long Unknown = -1;

    /// <summary>As messages say it, for instance "Broadcast of 10 float from root 2".</summary>
    public override string ToString()
    {
        var element = Element.ToString().ToLowerInvariant();
        var of = Count == Unknown ? element : $"{Count} {element}";
        return Operation switch
        {
            CollectiveOperation.Broadcast => $"Broadcast of {Count} {element} from root {Detail}",
            CollectiveOperation.AllGather => $"AllGather of {of}",
            CollectiveOperation.Gather => $"Gather of {of} to root {Detail}",
            CollectiveOperation.Scatter => $"Scatter of {Count} {element} from root {Detail}",
            CollectiveOperation.AllToAll => $"AllToAll of {of}",
            CollectiveOperation.AllReduce => $"AllReduce of {Count} {element} by {ReductionName}{(Detail == (long)ReductionOrder.Any ? " in any order" : "")}",
            CollectiveOperation.Reduce => $"Reduce of {Count} {element} by {ReductionName} to root {Detail}",
            CollectiveOperation.ReduceScatter => $"ReduceScatter of {Count} {element} by {ReductionName}",
            CollectiveOperation.AllocateShards => $"AllocateShards of {Count} {element} in {Detail} shards (owner map {(uint)Digest:x8})",
            CollectiveOperation.SumShards => $"SumShards of {Count} {element} from element {Digest} of the buffer of operation #{Detail}",
            CollectiveOperation.ReduceShards =>
                $"ReduceShards of {Count} {element} of the buffer of operation #{Detail} (bounds {(uint)Digest:x8})",
            CollectiveOperation.Send or CollectiveOperation.Receive => $"{Count} {element} with tag {Detail}",
            CollectiveOperation.Barrier when Detail > 0 => $"SumDirectlyUpTo {Detail - 1} bytes",
            _ => Operation.ToString(),
        };
    }

    /// <summary>
    /// The same number exactly where the numbers are the same, as good as certainly: FNV-1a over 32-bit words, with a final mix
    /// so that the low digits printed in messages differ.
    /// </summary>
    internal static ulong DigestOf(ReadOnlySpan<int> numbers)
    {
        var digest = 14695981039346656037UL;
        foreach (var number in numbers) digest = (digest ^ (uint)number) * 1099511628211UL;
        return digest ^ (digest >> 32);
    }

    private string ReductionName => Reduction == ReductionKind.Custom ? $"a reduction of its own (name {(uint)Digest:x8})" : Reduction.ToString();
}
