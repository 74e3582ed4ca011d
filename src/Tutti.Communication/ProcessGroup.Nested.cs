using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication;

// A group that is made of other groups runs their operations under its own contract.
public abstract partial class ProcessGroup
{
    internal void BarrierAs(in CollectiveHeader header)
    {
        using var call = Begin(header);
        BarrierCore(header);
    }

    internal void ExchangeAs(in CollectiveHeader header, ReadOnlySpan<byte> source, Span<byte> target, Routing routing)
    {
        using var call = Begin(header);
        ExchangeCore(header, source, target, routing);
    }

    internal void CombineAs<T>(in CollectiveHeader header, ReadOnlySpan<T> source, Span<T> target, Reducer<T> reducer) where T : unmanaged
    {
        using var call = Begin(header);
        CombineCore(header, source, target, reducer);
    }

    internal ProcessGroup SplitAs(in CollectiveHeader header, string name, ReadOnlySpan<int> members)
    {
        using var call = Begin(header);
        return SplitCore(header, name, members);
    }

    /// <summary>The job's number of each of this group's ranks, where the group was not made by <see cref="Split"/>.</summary>
    internal void NumberInJob(int[] ranks) => jobRanks = ranks;
}
