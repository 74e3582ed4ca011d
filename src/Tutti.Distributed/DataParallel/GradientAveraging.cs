namespace Tutti.Distributed;

/// <summary>
/// By which collectives workers combine gradients that are sent as they are. All add them up in the same tree, so the bits are the same; they
/// differ in who adds and in what travels (docs/ALGORITHMS.md, "Data parallelism").
/// </summary>
public enum GradientAveraging
{
    /// <summary>Every rank adds up a range of the elements for all: the least bytes, spread evenly.</summary>
    AllReduce,

    /// <summary>Every rank gets every shard and adds up all elements by itself.</summary>
    AllGather,

    /// <summary>Rank 0 gets every shard, adds up all elements and sends the sum to the others.</summary>
    ReduceBroadcast,
}
