using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Reductions;

namespace Tutti.Communication;

// A group that is made of other groups runs their operations under its own contract, and their errors tell of its operations and ranks.
public abstract partial class ProcessGroup
{
    private ProcessGroup? outer;
    private int[] outerRanks = [];

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

    /// <summary>From now on this group is a part of another.</summary>
    /// <param name="whole">The other.</param>
    /// <param name="ranks">The number there of each of this group's ranks.</param>
    internal void SpeakFor(ProcessGroup whole, int[] ranks) => (outer, outerRanks) = (whole, ranks);

    /// <summary>One of this group's ranks as errors number it.</summary>
    private protected int Told(int rank) => outer is null ? rank : outerRanks[rank];
}
