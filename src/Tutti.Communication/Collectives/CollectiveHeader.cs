namespace Tutti.Communication.Collectives;

/// <summary>
/// The contract of one collective: two ranks agree exactly if their headers are equal. The sequence number travels beside it.
/// </summary>
/// <param name="Operation">What the ranks do.</param>
/// <param name="Element">Of what.</param>
/// <param name="Count">How many elements, where the ranks must agree on that.</param>
/// <param name="Detail">Broadcast: the root. AllocateShards: the number of shards. SumShards: the buffer's number.</param>
/// <param name="Digest">AllocateShards: digest of the owner map.</param>
internal readonly record struct CollectiveHeader(
    CollectiveOperation Operation, ElementKind Element = ElementKind.None, long Count = 0, long Detail = 0, ulong Digest = 0)
{
    /// <summary>As messages say it, for instance "Broadcast of 10 float from root 2".</summary>
    public override string ToString()
    {
        var element = Element.ToString().ToLowerInvariant();
        return Operation switch
        {
            CollectiveOperation.Broadcast => $"Broadcast of {Count} {element} from root {Detail}",
            CollectiveOperation.AllGather => $"AllGather of {element}",
            CollectiveOperation.AllocateShards => $"AllocateShards of {Count} {element} in {Detail} shards (owner map {(uint)Digest:x8})",
            CollectiveOperation.SumShards => $"SumShards of {Count} {element} in the buffer of operation #{Detail}",
            _ => Operation.ToString(),
        };
    }
}
