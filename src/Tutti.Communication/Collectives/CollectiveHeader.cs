namespace Tutti.Communication.Collectives;

/// <summary>
/// The contract of one collective: two ranks agree exactly if their headers are equal. The sequence number travels beside it.
/// </summary>
/// <param name="Operation">What the ranks do.</param>
/// <param name="Element">Of what.</param>
/// <param name="Count">How many elements, where the ranks must agree on that; −1 while lengths are exchanged.</param>
/// <param name="Detail">
/// Broadcast, Gather, Scatter, Reduce: the root. AllocateShards: the number of shards. SumShards: the buffer's number. Send: the tag.
/// </param>
/// <param name="Digest">AllocateShards: of the owner map. SumShards: the first element. Reductions of one's own: of the name.</param>
/// <param name="Reduction">How values are combined.</param>
internal readonly record struct CollectiveHeader(
    CollectiveOperation Operation, ElementKind Element = ElementKind.None, long Count = 0, long Detail = 0, ulong Digest = 0,
    ReductionKind Reduction = ReductionKind.None)
{
    /// <summary>As messages say it, for instance "Broadcast of 10 float from root 2".</summary>
    public override string ToString()
    {
        var element = Element.ToString().ToLowerInvariant();
        return Operation switch
        {
            CollectiveOperation.Broadcast => $"Broadcast of {Count} {element} from root {Detail}",
            CollectiveOperation.AllGather => Count < 0 ? $"AllGather of {element}" : $"AllGather of {Count} {element}",
            CollectiveOperation.Gather => $"Gather of {Count} {element} to root {Detail}",
            CollectiveOperation.Scatter => $"Scatter of {Count} {element} from root {Detail}",
            CollectiveOperation.AllToAll => $"AllToAll of {Count} {element}",
            CollectiveOperation.AllReduce => $"AllReduce of {Count} {element} by {ReductionName}",
            CollectiveOperation.Reduce => $"Reduce of {Count} {element} by {ReductionName} to root {Detail}",
            CollectiveOperation.ReduceScatter => $"ReduceScatter of {Count} {element} by {ReductionName}",
            CollectiveOperation.AllocateShards => $"AllocateShards of {Count} {element} in {Detail} shards (owner map {(uint)Digest:x8})",
            CollectiveOperation.SumShards => $"SumShards of {Count} {element} from element {Digest} of the buffer of operation #{Detail}",
            CollectiveOperation.Send or CollectiveOperation.Receive => $"{Count} {element} with tag {Detail}",
            _ => Operation.ToString(),
        };
    }

    private string ReductionName => Reduction == ReductionKind.Custom ? $"a reduction of its own (name {(uint)Digest:x8})" : Reduction.ToString();
}
