using Tutti.Communication;
using Tutti.Communication.Collectives;
using Tutti.Learning.Training;

namespace Tutti.Distributed;

/// <summary>
/// One flat stretch of the group's memory for each own shard: the shard's loss, its rank's wish to stop and its moves of the forward
/// statistics, then every parameter's gradient, each beginning on a cache line, so that the collectives of the gradients sum it all. The
/// model's gradients are bound to these stretches, or copied if it cannot.
/// </summary>
internal sealed class GradientMemory
{
    private const int LossOffset = 0, StopOffset = 1, StatisticsOffset = 2;

    private readonly IParameterSource model;
    private readonly ShardBuffer buffer;
    private readonly GradientReducer reducer;
    private readonly Memory<float>[][] slices;
    private readonly StatisticsMemory? statistics;
    private readonly GradientLayout layout;
    private readonly bool[] isFinal;
    private bool isOpen;
    private int bound = -1;

    internal GradientMemory(IParameterSource model, ProcessGroup group, ShardMap map, ReductionSettings settings)
    {
        this.model = model;
        // A single shard leaves the statistics as they should be.
        if (map.ShardCount > 1 && model is IForwardStatistics source && source.StatisticCount + source.CounterCount > 0)
            statistics = new StatisticsMemory(source);
        isFinal = new bool[model.ParameterCount];
        layout = new GradientLayout(model, HeadElementCount);
        buffer = group.AllocateShards(map, layout.Count);
        var plan = new BucketPlan(layout.Offsets, layout.Count, settings.BucketElements);
        var sum = settings.CreateSum(group, buffer, layout, plan);
        Remembered = [.. sum.Remembered];
        reducer = new GradientReducer(group, sum, plan);
        // Prepared once: a step makes no slices.
        slices = [.. Enumerable.Range(0, map.ShardsOf(group.Rank).Length).Select(position => Slice(buffer.Shard(position)))];
    }

    /// <summary>What a shard tells besides gradients.</summary>
    internal int HeadElementCount => StatisticsOffset + (statistics?.Length ?? 0);

    /// <summary>What the way to sum keeps from step to step.</summary>
    internal IReadOnlyList<RememberedValues> Remembered { get; }

    /// <summary>Whether any gradient can be summed before the step is over.</summary>
    internal bool IsDivided => reducer.IsDivided;

    /// <summary>Sums in buckets of another size from the next step on; between steps, on every rank.</summary>
    internal void Rebucket(int bucketElements) => reducer.Follow(new BucketPlan(layout.Offsets, layout.Count, bucketElements));

    /// <summary>The coming forward pass starts from the step's statistics, the backward pass writes into this shard, if the model can.</summary>
    /// <param name="position">The shard.</param>
    /// <param name="isLast">Whether all other shards of the rank are complete: what becomes final from here on is final for the step.</param>
    internal void Begin(int position, bool isLast)
    {
        statistics?.BeginShard();
        Bind(position);
        Array.Clear(isFinal);
        isOpen = isLast;
    }

    /// <summary>The gradient of a parameter is final on the shard: if it is the rank's last one, it may be summed already.</summary>
    internal void Complete(int position, int index)
    {
        if (!isOpen || isFinal[index]) return;
        Fetch(position, index);
        isFinal[index] = true;
        reducer.Complete(index);
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
        // What is final may hold a sum by now.
        for (var index = 0; index < isFinal.Length; index++)
            if (!isFinal[index]) Fetch(position, index);
        isOpen = false;
        var shard = buffer.Shard(position).Span;
        shard[LossOffset] = weightedLoss;
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
            buffer.Shard(position).Span[StopOffset] = wantsToStop ? 1 : 0;
        reducer.Finish();
        Bind(0);
        for (var index = 0; index < slices[0].Length; index++)
        {
            ReadOnlySpan<float> sum = slices[0][index].Span;
            var gradient = model.Gradients(index);
            if (!IsSame(sum, gradient)) sum.CopyTo(gradient);
        }

        var result = buffer.Result.Span;
        statistics?.Apply(result[StatisticsOffset..]);
        return new StepOutcome(result[LossOffset], result[StopOffset] > 0);
    }

    /// <summary>The step is given up.</summary>
    internal void DropStep() => statistics?.DropStep();

    private void Fetch(int position, int index)
    {
        var target = slices[position][index].Span;
        ReadOnlySpan<float> gradient = model.Gradients(index);
        if (!IsSame(gradient, target)) gradient.CopyTo(target);
    }

    private Memory<float>[] Slice(Memory<float> shard) =>
        [.. Enumerable.Range(0, layout.Offsets.Length).Select(index => shard[layout.RangeOf(index)])];

    private static bool IsSame(ReadOnlySpan<float> first, ReadOnlySpan<float> second) =>
        first.Overlaps(second, out var offset) && offset == 0;
}
