namespace Tutti.Distributed.CostModel;

/// <summary>How ranks that send messages sum what each of them has; steps and bytes are in docs/ALGORITHMS.md.</summary>
public enum SumAlgorithm
{
    /// <summary>Every rank sends all it has to every other and adds for itself, as an all-gather that is averaged does too: one step.</summary>
    AllToAll,

    /// <summary>Every rank adds one range and gives it to all others: two steps.</summary>
    ReduceScatterAllGather,

    /// <summary>Ranges go round from neighbour to neighbour, twice: 2·(P − 1) steps. Not in a fixed order.</summary>
    Ring,

    /// <summary>One rank gets the sum, then all do.</summary>
    ReduceBroadcast,
}
