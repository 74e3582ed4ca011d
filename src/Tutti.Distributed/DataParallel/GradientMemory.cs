using Tutti.Communication;
using Tutti.Communication.Collectives;
using Tutti.Learning.Training;

namespace Tutti.Distributed;

/// <summary>
/// Where the gradients of a rank's shards are and how they become one. What a shard tells besides gradients (its loss, its rank's wish to
/// stop and its moves of the forward statistics) is the head of its vector, so that the collectives of the gradients sum it all. Not
/// thread-safe.
/// </summary>
internal abstract class GradientMemory
{
    private const int LossOffset = 0, StopOffset = 1, StatisticsOffset = 2;

    private readonly StatisticsMemory? statistics;
    private readonly bool[] isFinal;

    private protected GradientMemory(IParameterSource model, ProcessGroup group, ShardMap map)
    {
        (Model, Group) = (model, group);
        // A single shard leaves the statistics as they should be.
        if (map.ShardCount > 1 && model is IForwardStatistics source && source.StatisticCount + source.CounterCount > 0)
            statistics = new StatisticsMemory(source);
        isFinal = new bool[model.ParameterCount];
        Layout = new GradientLayout(model, HeadElementCount);
        OwnCount = map.ShardsOf(group.Rank).Length;
    }

    /// <summary>What a shard tells besides gradients.</summary>
    internal int HeadElementCount => StatisticsOffset + (statistics?.Length ?? 0);

    /// <summary>What the way to sum keeps from step to step.</summary>
    internal virtual IReadOnlyList<RememberedValues> Remembered => [];

    /// <summary>Whether any gradient can be summed before the step is over.</summary>
    internal bool IsDivided => Reducer.IsDivided;

    /// <summary>What gradients take here between steps.</summary>
    internal abstract long Bytes { get; }

    /// <summary>The most that gradients took at a time.</summary>
    internal virtual long PeakBytes => Bytes;

    private protected IParameterSource Model { get; }

    private protected ProcessGroup Group { get; }

    private protected GradientLayout Layout { get; }

    /// <summary>How many shards the rank owns.</summary>
    private protected int OwnCount { get; }

    private protected abstract GradientReducer Reducer { get; }

    /// <summary>Whether what becomes final is final for the step: all other shards of the rank are complete.</summary>
    private protected bool IsOpen { get; private set; }

    /// <summary>Makes what the settings ask for. Collective.</summary>
    internal static GradientMemory Create(IParameterSource model, ProcessGroup group, ShardMap map, ReductionSettings settings) =>
        settings.Sharding == StateSharding.Gradients
            ? new PassingGradients(model, group, map, settings)
            : new WholeGradients(model, group, map, settings);

    /// <summary>Sums in buckets of another size from the next step on; between steps, on every rank.</summary>
    internal abstract void Rebucket(int bucketElements);

    /// <summary>Divides the update among the ranks; before the first step, on every rank.</summary>
    internal abstract IShardedUpdate Divide(bool canDivideParameters);

    /// <summary>
    /// The coming forward pass starts from the step's statistics, the backward pass writes where the shard's gradients belong.
    /// </summary>
    /// <param name="position">The shard.</param>
    /// <param name="isLast">Whether all other shards of the rank are complete: what becomes final from here on is final for the step.</param>
    internal void Begin(int position, bool isLast)
    {
        statistics?.BeginShard();
        Bind(position, isLast);
        Array.Clear(isFinal);
        IsOpen = isLast;
    }

    /// <summary>The gradient of a parameter is final on the shard: if it is the rank's last one, it may be summed already.</summary>
    internal void Complete(int position, int index)
    {
        if (!IsOpen || isFinal[index]) return;
        Keep(position, index);
        isFinal[index] = true;
        Reducer.Complete(index);
    }

    /// <summary>The backward pass is over: keeps what is not kept yet.</summary>
    internal void Collect(int position, float weightedLoss, double weight)
    {
        // What is final may hold a sum by now.
        for (var index = 0; index < isFinal.Length; index++)
            if (!isFinal[index]) Keep(position, index);
        IsOpen = false;
        var head = HeadOf(position);
        head[LossOffset] = weightedLoss;
        statistics?.Collect(head[StatisticsOffset..], weight);
    }

    internal void Clear(int position)
    {
        statistics?.SkipShard();
        HeadOf(position).Clear();
        ClearGradients(position);
    }

    /// <summary>Sums over all shards, shows the sum as gradients, and returns the summed loss and wishes.</summary>
    internal StepOutcome Sum(bool wantsToStop)
    {
        for (var position = 0; position < OwnCount; position++) HeadOf(position)[StopOffset] = wantsToStop ? 1 : 0;
        Reducer.Finish();
        var head = ShowSum();
        statistics?.Apply(head[StatisticsOffset..]);
        return new StepOutcome(head[LossOffset], head[StopOffset] > 0);
    }

    /// <summary>The step is given up.</summary>
    internal void DropStep() => statistics?.DropStep();

    private protected abstract Span<float> HeadOf(int position);

    private protected abstract void Bind(int position, bool isLast);

    /// <summary>A gradient is final on the shard: copies it to where it belongs, if it is elsewhere.</summary>
    private protected abstract void Keep(int position, int index);

    private protected abstract void ClearGradients(int position);

    /// <summary>Everything is summed: shows the gradients, and returns the summed head.</summary>
    private protected abstract ReadOnlySpan<float> ShowSum();

    private protected static void CopyTo(ReadOnlySpan<float> gradient, Span<float> target)
    {
        if (!(gradient.Overlaps(target, out var offset) && offset == 0)) gradient.CopyTo(target);
    }
}
