namespace Tutti.Communication.Collectives;

/// <summary>In what order an all-reduce may combine values.</summary>
public enum ReductionOrder
{
    /// <summary>In the fixed binary tree over ranks: the same bits on every rank and every transport.</summary>
    FixedTree,

    /// <summary>
    /// In any order: MPI's own all-reduce over MPI, a ring over TCP; where ranks share memory, the fixed tree, since nothing is faster.
    /// Ranks agree with each other, but another transport or number of ranks may round differently.
    /// </summary>
    Any,
}
