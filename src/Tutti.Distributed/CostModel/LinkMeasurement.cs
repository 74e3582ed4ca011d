using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using Tutti.Communication;

namespace Tutti.Distributed.CostModel;

/// <summary>
/// Measures what messages between the ranks of a group cost, by sums such as a training step makes, by bursts of small messages, and by
/// additions in memory. Takes below 0.3 s where links are fast, and a few of the slowest sums where they are slow.
/// </summary>
public static class LinkMeasurement
{
    private const int MostRounds = 15, LeastRounds = 3, BurstMessages = 32, SmallElements = 16;

    // Ranks leave the barrier before a round at different times, which is much beside a small sum; in a chain each waits for all.
    private const int ChainedSums = 8;
    private const int FirstBytes = 64 << 10, MostBytes = 8 << 20, AddedBytes = 4 << 20;

    // A sum of that length stands far above latency, scheduling and the bursts that links let through.
    private const double LongEnoughSeconds = 0.1;

    private const double RoundsSeconds = 0.05;

    /// <summary>
    /// Measures. Collective; no other collective may be under way. All ranks get the same figures, bit for bit: those of the slowest rank.
    /// </summary>
    /// <param name="group">The ranks; at least 2.</param>
    /// <returns>The figures. <see cref="LinkFigures.ByteSeconds"/> is what a byte cost in a sum of this group, encryption included.</returns>
    /// <exception cref="ArgumentException">The group has one rank, which has no links.</exception>
    public static LinkFigures Run(ProcessGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (group.Size < 2)
            throw new ArgumentException("LinkMeasurement: there are no links. Got a group of one rank. Expected at least 2. Measure among several ranks.");
        var small = SumSeconds(group, SmallElements, ChainedSums);
        var message = MessageSeconds(group);
        var figures = new LinkFigures
        {
            LatencySeconds = Math.Max(0, small - (group.Size - 1) * message), MessageSeconds = Math.Min(message, small / (group.Size - 1)),
            ByteSeconds = double.Epsilon, ReductionSeconds = Slowest(group, AdditionSeconds(group)),
        };
        return figures with { ByteSeconds = ByteSeconds(group, figures) };
    }

    // The difference of two sums: what both have in common, such as a burst that a shaped link lets through at once, drops out.
    private static double ByteSeconds(ProcessGroup group, LinkFigures free)
    {
        var (before, bytes) = (0.0, FirstBytes / 4);
        var seconds = SumSeconds(group, bytes / sizeof(float), 1);
        do
        {
            (before, bytes) = (seconds, bytes * 4);
            seconds = SumSeconds(group, bytes / sizeof(float), 1);
        }
        while (seconds < LongEnoughSeconds && bytes < MostBytes);
        // Costs are linear in the seconds of a byte.
        var (without, with) = (new SumCost(free, group.Size), new SumCost(free with { ByteSeconds = 1 }, group.Size));
        double Known(SumCost cost) => cost.Seconds(bytes) - cost.Seconds(bytes / 4);
        return Math.Max(1e-12, (seconds - before - Known(without)) / (Known(with) - Known(without)));
    }

    private static double SumSeconds(ProcessGroup group, int elements, int count)
    {
        var values = new float[elements];
        return Slowest(group, Median(group, () =>
        {
            group.Barrier();
            var start = Stopwatch.GetTimestamp();
            for (var sum = 0; sum < count; sum++) group.AllReduce(values.AsSpan());
            return Stopwatch.GetElapsedTime(start).TotalSeconds / count;
        }));
    }

    // Everybody sends a burst to the next rank: all but the first message share its latency.
    private static double MessageSeconds(ProcessGroup group)
    {
        var (next, former) = ((group.Rank + 1) % group.Size, (group.Rank + group.Size - 1) % group.Size);
        double Burst(int count) => Median(group, () =>
        {
            Span<float> values = stackalloc float[SmallElements];
            group.Barrier();
            var start = Stopwatch.GetTimestamp();
            for (var message = 0; message < count; message++) group.Send<float>(values, next);
            for (var message = 0; message < count; message++) group.Receive(values, former);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        });
        var (one, many) = (Burst(1), Burst(BurstMessages));
        return Slowest(group, Math.Max(0, (many - one) / (BurstMessages - 1)));
    }

    private static double AdditionSeconds(ProcessGroup group)
    {
        var (sum, other) = (new float[AddedBytes / sizeof(float)], new float[AddedBytes / sizeof(float)]);
        return Median(group, () =>
        {
            var start = Stopwatch.GetTimestamp();
            var to = MemoryMarshal.Cast<float, Vector<float>>(sum.AsSpan());
            var from = MemoryMarshal.Cast<float, Vector<float>>(other.AsSpan());
            for (var index = 0; index < to.Length; index++) to[index] += from[index];
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }) / AddedBytes;
    }

    // The first round opens connections and compiles code; the second says how many there is time for, on all ranks alike.
    private static double Median(ProcessGroup group, Func<double> round)
    {
        round();
        var first = round();
        var rounds = (int)Math.Clamp(RoundsSeconds / Slowest(group, first), LeastRounds, MostRounds);
        var values = new double[rounds];
        values[0] = first;
        for (var index = 1; index < rounds; index++) values[index] = round();
        Array.Sort(values);
        return values[rounds / 2];
    }

    private static double Slowest(ProcessGroup group, double own) => group.AllGather<double>([own]).Max();
}
