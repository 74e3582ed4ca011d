namespace Tutti.Distributed.CostModel;

// P ranks, M machines with K ranks each, n bytes, and the figures α, o, β, γ of LinkFigures.

/// <summary>
/// How long a sum over ranks takes by each algorithm: steps, messages and bytes as docs/ALGORITHMS.md counts them, times what links cost.
/// Where ranks share machines, each machine sums in its memory and one rank of each speaks for it. Immutable and thread-safe.
/// </summary>
public sealed class SumCost
{
    /// <summary>Up to how many bytes a group sends everything to everyone if nobody says otherwise.</summary>
    public const int UsualDirectBytes = 16 << 10;

    private const int LeastDirectBytes = 1 << 10, MostDirectBytes = 64 << 20, BroadcastTreeBytes = 64 << 10;

    private readonly int machineCount;
    private readonly int ranksPerMachine;

    /// <summary>Makes the costs of one group.</summary>
    /// <param name="links">What messages cost.</param>
    /// <param name="rankCount">P, at least 1.</param>
    /// <param name="directBytes">Up to where sums go all to all; at least 0. Default: 16 KB, as groups do.</param>
    /// <param name="ranksPerMachine">K ranks share memory, at least 1; if P is less, all do. Default 1: all are reached by messages.</param>
    /// <exception cref="ArgumentException">A figure of the links is out of its range; the message has all problems.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Another number is out of its range.</exception>
    public SumCost(LinkFigures links, int rankCount, int directBytes = UsualDirectBytes, int ranksPerMachine = 1)
    {
        ArgumentNullException.ThrowIfNull(links);
        Throw.IfAny(nameof(SumCost), links.Validate());
        ArgumentOutOfRangeException.ThrowIfLessThan(rankCount, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(directBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(ranksPerMachine, 1);
        (Links, RankCount, DirectBytes) = (links, rankCount, directBytes);
        this.ranksPerMachine = Math.Min(ranksPerMachine, rankCount);
        machineCount = (rankCount - 1) / this.ranksPerMachine + 1;
    }

    /// <summary>What messages cost.</summary>
    public LinkFigures Links { get; }

    /// <summary>P.</summary>
    public int RankCount { get; }

    /// <summary>Up to how many bytes sums go all to all.</summary>
    public int DirectBytes { get; }

    /// <summary>The algorithm by which a group sums in a fixed order: all to all up to <see cref="DirectBytes"/> and between two, else in ranges.</summary>
    /// <param name="bytes">n, at least 0.</param>
    /// <returns>The algorithm.</returns>
    public SumAlgorithm AlgorithmOf(long bytes) =>
        machineCount <= 2 || bytes <= DirectBytes ? SumAlgorithm.AllToAll : SumAlgorithm.ReduceScatterAllGather;

    /// <summary>Seconds that a sum takes by the group's own choice.</summary>
    /// <param name="bytes">n, at least 0.</param>
    /// <returns>Seconds; 0 for a single rank.</returns>
    public double Seconds(long bytes) => Seconds(AlgorithmOf(bytes), bytes);

    /// <summary>Seconds that a sum takes by an algorithm.</summary>
    /// <param name="algorithm">Which.</param>
    /// <param name="bytes">n, at least 0.</param>
    /// <returns>Seconds; 0 for a single rank.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative, or there is no such algorithm.</exception>
    public double Seconds(SumAlgorithm algorithm, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var between = algorithm switch
        {
            SumAlgorithm.AllToAll => AllToAll(bytes),
            SumAlgorithm.ReduceScatterAllGather => InRanges(bytes, steps: 2),
            SumAlgorithm.Ring => InRanges(bytes, steps: 2 * (machineCount - 1)),
            SumAlgorithm.ReduceBroadcast => Reduce(bytes) + Broadcast(bytes),
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm), $"SumCost: no such algorithm. Got {algorithm}. Expected a named value."),
        };
        return (machineCount == 1 ? 0 : between) + WithinMachine(bytes);
    }

    /// <summary>
    /// Up to where all to all is at least as fast as in ranges: the largest power of two from 1 KB to 64 MB, or 1 KB if it never is. Both
    /// give the same bits.
    /// </summary>
    /// <returns>Bytes.</returns>
    public int FindDirectBytes()
    {
        var best = LeastDirectBytes;
        for (var bytes = LeastDirectBytes; bytes <= MostDirectBytes; bytes *= 2)
            if (AllToAll(bytes) <= InRanges(bytes, steps: 2)) best = bytes;
        return best;
    }

    /// <summary>The same group, going all to all up to <see cref="FindDirectBytes"/>.</summary>
    /// <returns>The costs after <see cref="Communication.ProcessGroup.SumDirectlyUpTo"/>.</returns>
    public SumCost Tuned() => new(Links, RankCount, FindDirectBytes(), ranksPerMachine);

    private double AllToAll(long bytes) => Step(machineCount - 1, Others(bytes)) + Others(bytes) * Links.ReductionSeconds;

    private double Others(double bytes) => (machineCount - 1) * bytes;

    private double InRanges(long bytes, int steps)
    {
        var others = Others((double)bytes / machineCount);
        return steps * Links.LatencySeconds + 2 * (machineCount - 1) * Links.MessageSeconds + 2 * others * Links.ByteSeconds
            + others * Links.ReductionSeconds;
    }

    // In ranges where that pays; the root's link takes all of the other ranges in.
    private double Reduce(long bytes)
    {
        var others = Others((double)bytes / machineCount);
        return AlgorithmOf(bytes) == SumAlgorithm.AllToAll
            ? Barrier() + AllToAll(bytes)
            : Barrier() + Step(machineCount - 1, others) + others * Links.ReductionSeconds + Step(machineCount - 1, others);
    }

    private double Broadcast(long bytes) => bytes <= BroadcastTreeBytes || machineCount <= 2
        ? Barrier() + Rounds() * Step(1, bytes)
        : Barrier() + Step(machineCount - 1, bytes) + Step(machineCount - 2, (machineCount - 2) * ((double)bytes / (machineCount - 1)));

    private double Barrier() => Rounds() * Step(1, 0);

    private int Rounds() => (int)Math.Ceiling(Math.Log2(machineCount));

    // Messages leave one after the other and travel together.
    private double Step(int messages, double bytes) => Links.LatencySeconds + messages * Links.MessageSeconds + bytes * Links.ByteSeconds;

    // Every rank adds its range of all ranks' values, and, where a sum came from elsewhere, copies it.
    private double WithinMachine(long bytes) =>
        ranksPerMachine == 1 ? 0 : bytes * Links.ReductionSeconds * ((ranksPerMachine - 1.0) / ranksPerMachine + (machineCount > 1 ? 1 : 0));
}
