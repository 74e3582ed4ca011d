namespace Tutti.Communication.Collectives;

/// <summary>What ranks do together. The names appear in messages; the numbers travel.</summary>
internal enum CollectiveOperation : byte
{
    Barrier,
    Broadcast,
    AllGather,
    Gather,
    Scatter,
    AllToAll,
    AllReduce,
    Reduce,
    ReduceScatter,
    AllocateShards,
    SumShards,
    ReduceShards,
    Split,
    Send,

    /// <summary>The other side of a <see cref="Send"/>; never travels.</summary>
    Receive,
}
