using Tutti.Communication;

namespace Tutti.Distributed.Ensembles;

/// <summary>Which member a training function is to train, and where it runs.</summary>
/// <param name="Member">Which member, 0 … <paramref name="MemberCount"/> − 1: the partition to read, and what seeds are made from.</param>
/// <param name="MemberCount">How many members there are.</param>
/// <param name="World">The worker's world: its local rank, for instance. Results must not depend on it, and other workers are in no
/// collective.</param>
/// <param name="Cancellation">Cancelled when the training is, or when another worker has failed.</param>
public sealed record MemberPlace(int Member, int MemberCount, World World, CancellationToken Cancellation)
{
    /// <summary>How many threads a member may compute with: its fair share of this machine's cores, at least 1.</summary>
    public int ComputeThreads => Math.Max(1, Environment.ProcessorCount / World.LocalSize);
}
