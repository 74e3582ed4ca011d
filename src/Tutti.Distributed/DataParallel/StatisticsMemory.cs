using Tutti.Learning.Training;

namespace Tutti.Distributed;

/// <summary>
/// What the shards' forward passes do to running statistics and counters, as numbers that can be summed with the gradients. Every shard of a
/// step starts from the same statistics; the step moves them by the weighted mean of the shards' moves, and counters by one shard's move. So
/// they depend on the shards, never on who computed them, and what no shard moves stays the same to the bit.
/// </summary>
internal sealed class StatisticsMemory
{
    private readonly IForwardStatistics source;
    private readonly float[][] statistics;
    private readonly long[][] counters;
    private bool isStepOpen;

    internal StatisticsMemory(IForwardStatistics source)
    {
        this.source = source;
        statistics = [.. Enumerable.Range(0, source.StatisticCount).Select(index => source.Statistics(index).ToArray())];
        counters = [.. Enumerable.Range(0, source.CounterCount).Select(index => source.Counters(index).ToArray())];
        Length = statistics.Sum(values => values.Length) + counters.Sum(values => values.Length) + 1;
    }

    /// <summary>How many numbers a shard contributes: all moves, then a one that counts the shards with samples.</summary>
    internal int Length { get; }

    /// <summary>The coming forward pass starts from what the step began with.</summary>
    internal void BeginShard()
    {
        if (!isStepOpen) Remember();
        else Restore();
    }

    /// <summary>The shard has no samples: it moves nothing.</summary>
    internal void SkipShard()
    {
        if (!isStepOpen) Remember();
    }

    /// <summary>The forward pass is over: writes down how it moved the statistics.</summary>
    internal void Collect(Span<float> moves, double weight)
    {
        for (var index = 0; index < statistics.Length; index++)
        {
            var before = statistics[index];
            var after = source.Statistics(index);
            for (var i = 0; i < before.Length; i++) moves[i] = IsSame(before[i], after[i]) ? 0 : (float)((after[i] - before[i]) * weight);
            moves = moves[before.Length..];
        }
        for (var index = 0; index < counters.Length; index++)
        {
            var before = counters[index];
            var after = source.Counters(index);
            for (var i = 0; i < before.Length; i++) moves[i] = after[i] - before[i];
            moves = moves[before.Length..];
        }
        moves[0] = 1;
    }

    /// <summary>Moves the statistics by the sum of all shards' moves.</summary>
    internal void Apply(ReadOnlySpan<float> sum)
    {
        var shardCount = sum[Length - 1];
        for (var index = 0; index < statistics.Length; index++)
        {
            var before = statistics[index];
            var after = source.Statistics(index);
            for (var i = 0; i < before.Length; i++) after[i] = sum[i] == 0 ? before[i] : before[i] + sum[i];
            sum = sum[before.Length..];
        }
        for (var index = 0; index < counters.Length; index++)
        {
            var before = counters[index];
            var after = source.Counters(index);
            for (var i = 0; i < before.Length; i++) after[i] = before[i] + (shardCount > 0 ? (long)MathF.Round(sum[i] / shardCount) : 0);
            sum = sum[before.Length..];
        }
        isStepOpen = false;
    }

    /// <summary>The step will not be completed: everything is as it was when it began.</summary>
    internal void DropStep()
    {
        if (isStepOpen) Restore();
        isStepOpen = false;
    }

    // By bits: a mask's −∞ does not move by ∞ − ∞, nor does −0 become 0.
    private static bool IsSame(float before, float after) => BitConverter.SingleToInt32Bits(before) == BitConverter.SingleToInt32Bits(after);

    private void Remember()
    {
        for (var index = 0; index < statistics.Length; index++) source.Statistics(index).CopyTo(statistics[index]);
        for (var index = 0; index < counters.Length; index++) source.Counters(index).CopyTo(counters[index]);
        isStepOpen = true;
    }

    private void Restore()
    {
        for (var index = 0; index < statistics.Length; index++) statistics[index].CopyTo(source.Statistics(index));
        for (var index = 0; index < counters.Length; index++) counters[index].CopyTo(source.Counters(index));
    }
}
