using Tutti.Communication.Collectives;

namespace Tutti.Communication;

public abstract partial class ProcessGroup
{
    /// <summary>
    /// Says up to where sums and other reductions go all to all, in one step, instead of in ranges, in two with fewer bytes: the more, the
    /// longer messages are under way. No influence on the bits of reductions in the fixed tree; nothing changes where ranks share memory.
    /// Collective; groups that were split off before keep theirs.
    /// </summary>
    /// <param name="bytes">At least 0; the same on every rank (checked). At the beginning 16 KB.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public void SumDirectlyUpTo(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var header = new CollectiveHeader(CollectiveOperation.Barrier, Detail: bytes + 1L);
        using var call = Begin(header);
        BarrierCore(header);
        SetDirectBytes(bytes);
    }

    private protected virtual void SetDirectBytes(int bytes)
    {
    }

    /// <summary>What a part of a group of groups does when the whole is told to.</summary>
    internal void SetDirectBytesAs(int bytes) => SetDirectBytes(bytes);
}
