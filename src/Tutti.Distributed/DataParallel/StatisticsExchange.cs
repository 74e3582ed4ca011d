using Tutti.Communication;
using Tutti.Tensors;

namespace Tutti.Distributed;

/// <summary>
/// Brings the shards' statistics of a batch together where every rank has one shard: each exchange is an all-gather, so numbers stand in
/// shard order and every rank puts the same ones together. A rank whose shard has no samples gives nothing to each exchange, until one to
/// which nobody gives anything: with that every step ends. In a group of its own, since sums of gradients run meanwhile, on each rank when
/// it is ready. Not thread-safe.
/// </summary>
internal sealed class StatisticsExchange(ProcessGroup whole) : IStatisticsExchange
{
    private ProcessGroup? group;

    /// <summary>Before the first step. Collective.</summary>
    internal void Open() => group ??= whole.Split(color: 0)!;

    public double[] Gather(ReadOnlySpan<double> own)
    {
        if (group is null) Throw.NotAttached("StatisticsExchange");
        // It may have been set after the split.
        group.Timeline = whole.Timeline;
        return group.AllGather(own);
    }

    /// <summary>Stands for a shard without samples while the others compute theirs.</summary>
    internal void Attend()
    {
        while (Gather([]).Length > 0)
        {
        }
    }

    /// <summary>The passes of the shard are over, as those of all shards must be.</summary>
    internal void Complete()
    {
        if (Gather([]) is { Length: > 0 } others) Throw.ShardsComputeDifferently(whole.Rank, others.Length);
    }
}
