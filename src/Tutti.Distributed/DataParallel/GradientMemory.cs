using Tutti.Communication;
using Tutti.Communication.Collectives;
using Tutti.Learning.Training;

namespace Tutti.Distributed;

/// <summary>
/// One flat stretch of the group's memory for each own shard: every parameter's gradient, each beginning on a cache line, then the shard's
/// loss, its rank's wish to stop and its moves of the forward statistics, so that one collective sums it all. The model's gradients are bound to these stretches, or copied if it cannot.
/// </summary>
internal sealed class GradientMemory
{
    // A shard is one stretch of memory, whose length is an int; loss, wish and statistics need a little of it too.
    private const int LineElements = 16, MostElements = int.MaxValue - (1 << 24);

    private readonly IParameterSource model;
    private readonly ProcessGroup group;
    private readonly ShardBuffer buffer;
    private readonly Memory<float>[][] slices;
    private readonly StatisticsMemory? statistics;
    private readonly int lossOffset;
    private int bound = -1;

    internal GradientMemory(IParameterSource model, ProcessGroup group, ShardMap map)
    {
        this.model = model;
        this.group = group;
        var offsets = new int[model.ParameterCount];
        var length = 0L;
        for (var index = 0; index < offsets.Length; index++)
        {
            offsets[index] = (int)length;
            length += (model.Values(index).Length + LineElements - 1L) / LineElements * LineElements;
            if (length > MostElements) Throw.ModelTooLarge(model.NameOf(index), length, MostElements);
        }
        lossOffset = (int)length;

        // A single shard leaves the statistics as they should be.
        if (map.ShardCount > 1 && model is IForwardStatistics source && source.StatisticCount + source.CounterCount > 0)
            statistics = new StatisticsMemory(source);
        buffer = group.AllocateShards(map, checked(StatisticsOffset + (statistics?.Length ?? 0)));
        // Prepared once: a step makes no slices.
        slices = [.. Enumerable.Range(0, map.ShardsOf(group.Rank).Length).Select(position => Slice(buffer.Shard(position), offsets))];
    }

    private int StatisticsOffset => lossOffset + 2;

    /// <summary>The coming forward pass starts from the step's statistics, the backward pass writes into this shard, if the model can.</summary>
    internal void Begin(int position)
    {
        statistics?.BeginShard();
        Bind(position);
    }

    private void Bind(int position)
    {
        if (bound == position) return;
        for (var index = 0; index < slices[position].Length; index++) model.TryBindGradients(index, slices[position][index]);
        bound = position;
    }

    /// <summary>The backward pass is over: fetches what the model did not write here itself.</summary>
    internal void Collect(int position, float weightedLoss, double weight)
    {
        for (var index = 0; index < slices[position].Length; index++)
        {
            var target = slices[position][index].Span;
            ReadOnlySpan<float> gradient = model.Gradients(index);
            if (!IsSame(gradient, target)) gradient.CopyTo(target);
        }

        var shard = buffer.Shard(position).Span;
        shard[lossOffset] = weightedLoss;
        statistics?.Collect(shard[StatisticsOffset..], weight);
    }

    internal void Clear(int position)
    {
        statistics?.SkipShard();
        buffer.Shard(position).Span.Clear();
    }

    /// <summary>Sums over all shards, shows the model the sum as its gradients, and returns the summed loss and wishes.</summary>
    internal StepOutcome Sum(bool wantsToStop)
    {
        for (var position = 0; position < slices.Length; position++)
            buffer.Shard(position).Span[lossOffset + 1] = wantsToStop ? 1 : 0;
        group.SumShards(buffer);
        Bind(0);
        for (var index = 0; index < slices[0].Length; index++)
        {
            ReadOnlySpan<float> sum = slices[0][index].Span;
            var gradient = model.Gradients(index);
            if (!IsSame(sum, gradient)) sum.CopyTo(gradient);
        }

        var result = buffer.Result.Span;
        statistics?.Apply(result[StatisticsOffset..]);
        return new StepOutcome(result[lossOffset], result[lossOffset + 1] > 0);
    }

    private Memory<float>[] Slice(Memory<float> shard, int[] offsets) =>
        [.. offsets.Select((offset, index) => shard.Slice(offset, model.Values(index).Length))];

    private static bool IsSame(ReadOnlySpan<float> first, ReadOnlySpan<float> second) =>
        first.Overlaps(second, out var offset) && offset == 0;
}
