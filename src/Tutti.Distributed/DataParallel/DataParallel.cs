using System.Diagnostics;
using Tutti.Communication;
using Tutti.Communication.Collectives;
using Tutti.Distributed.CostModel;
using Tutti.Learning.Compression;
using Tutti.Learning.Training;
using Tutti.Tensors;

namespace Tutti.Distributed;

/// <summary>
/// Every worker has a replica of the model and computes its shards of each batch; gradients and loss of all shards are summed in the fixed tree of
/// <see cref="ProcessGroup.SumShards(ShardBuffer)"/>. For a given number of shards the result of a step is bit for bit the same for every number of
/// workers. Shards are given to ranks in contiguous runs whose lengths differ by at most one. Gradients are reduced in buckets, each while the
/// backward pass goes on with what is before it. Cost of a step with N parameters: one collective a bucket, S·N/P elements read and N written by
/// each rank; nothing is copied if the model can bind its gradients. With <see cref="DataParallelOptions.Sharding"/> the update is divided, and
/// the bits are the same: docs/SHARDING.md. Other averaging and compression cost other bytes, docs/COMPRESSION.md; the bits do not depend on
/// the number of workers with any of them.
/// Not thread-safe; one for each worker and model.
/// </summary>
public sealed class DataParallel : ITrainingStrategy
{
    private readonly ProcessGroup group;
    private readonly ShardMap map;
    private readonly bool sendsMessages;
    private readonly ReductionSettings settings;
    private readonly StatisticsExchange? statistics;
    private readonly bool[] completed;
    private StepClock? clock;
    private GradientMemory? gradients;
    private int begun = -1;
    private long shardStart;

    /// <summary>Makes a strategy for this worker.</summary>
    /// <param name="world">This worker's place; alone it computes all shards itself.</param>
    /// <param name="options">How a step is divided; the same on every rank (checked by <see cref="Attach(IParameterSource)"/>). Default: one shard a worker.</param>
    /// <exception cref="ArgumentException">An option does not fit; the message has all problems.</exception>
    public DataParallel(World world, DataParallelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(world);
        options ??= new DataParallelOptions();
        Throw.IfAny(nameof(DataParallel), options.Validate(world.Size));
        var shardCount = options.ShardCount ?? world.Size;
        sendsMessages = world.Size > 1 && ReductionSettings.SendsMessages(world.Transport);
        settings = ReductionSettings.Of(options, world.Transport);
        group = world.Group;
        map = ShardMap.Contiguous(shardCount, world.Size);
        statistics = options.SynchronizesBatchNorm ? new StatisticsExchange(group) : null;
        completed = new bool[OwnShards.Length];
    }

    /// <inheritdoc/>
    public string Name => "data-parallel";

    /// <inheritdoc/>
    public int Rank => group.Rank;

    /// <inheritdoc/>
    public int WorkerCount => group.Size;

    /// <inheritdoc/>
    public int ShardCount => map.ShardCount;

    /// <inheritdoc/>
    public IStrategyMemory? Memory { get; private set; }

    /// <inheritdoc/>
    public IStatisticsExchange? StatisticsExchange => statistics;

    /// <inheritdoc/>
    public ReadOnlySpan<int> OwnShards => map.ShardsOf(group.Rank);

    /// <summary>How gradients are summed, and why, once <see cref="DataParallelOptions.Tune"/> has chosen; null before, and without it.</summary>
    public BucketDecision? Decision { get; private set; }

    /// <inheritdoc/>
    public void Attach(IParameterSource model) => Attach(model, sharesValues: true);

    /// <param name="model">This worker's replica.</param>
    /// <param name="sharesValues">Whether every rank gets rank 0's values; else they stay as they are.</param>
    internal void Attach(IParameterSource model, bool sharesValues)
    {
        ArgumentNullException.ThrowIfNull(model);
        ReplicaCheck.Run(group, model, $"{settings}{(statistics is null ? "" : ", synchronised batch normalisation")}");
        if (sharesValues) ShareValues(model);
        statistics?.Open();
        gradients = GradientMemory.Create(model, group, map, settings);
        Memory = settings.Compression == GradientCompression.None ? null
            : new CompressionMemory(group, map, model, settings.Compression, gradients.Remembered);
        BeginTuning(model);
        Array.Clear(completed);
        begun = -1;
    }

    /// <inheritdoc/>
    public IShardedUpdate? DivideUpdate(bool canDivideParameters)
    {
        var memory = Attached(nameof(DivideUpdate));
        return settings.Sharding == StateSharding.None ? null : memory.Divide(canDivideParameters);
    }

    /// <inheritdoc/>
    public long GradientBytes => gradients?.Bytes ?? 0;

    /// <inheritdoc/>
    public long PeakGradientBytes => gradients?.PeakBytes ?? 0;

    /// <inheritdoc/>
    public void BeginShard(int position)
    {
        CheckPosition(nameof(BeginShard), position);
        Attached(nameof(BeginShard)).Begin(position, IsLast(position));
        begun = position;
        clock?.BeginShard();
        shardStart = group.Timeline is null ? 0 : Stopwatch.GetTimestamp();
    }

    /// <inheritdoc/>
    public bool FollowsGradients => clock is not null || gradients is { IsDivided: true };

    /// <inheritdoc/>
    public void CompleteGradient(int index)
    {
        var memory = Attached(nameof(CompleteGradient));
        if (begun < 0) Throw.ShardNotBegun(nameof(CompleteGradient));
        if (IsLast(begun)) clock?.Complete(index);
        memory.Complete(begun, index);
    }

    /// <inheritdoc/>
    public void CompleteShard(int position, float weightedLoss, double weight)
    {
        var memory = Attached(nameof(CompleteShard));
        if (begun != position) Throw.ShardNotBegun(position, begun);
        clock?.CompleteShard();
        statistics?.Complete();
        memory.Collect(position, weightedLoss, weight);
        completed[position] = true;
        begun = -1;
        if (shardStart != 0) group.Timeline?.Add("shard", "training", shardStart, OwnShards[position]);
    }

    /// <inheritdoc/>
    public void SkipShard(int position)
    {
        CheckPosition(nameof(SkipShard), position);
        Attached(nameof(SkipShard)).Clear(position);
        statistics?.Attend();
        completed[position] = true;
    }

    /// <inheritdoc/>
    public StepOutcome CompleteStep(bool wantsToStop)
    {
        var memory = Attached(nameof(CompleteStep));
        var missing = Array.IndexOf(completed, false);
        if (missing >= 0) Throw.ShardNotCompleted(missing, completed.Length);
        Array.Clear(completed);
        var outcome = memory.Sum(wantsToStop);
        clock?.CompleteStep();
        if (clock is { IsComplete: true }) Tune(memory, clock);
        return outcome;
    }

    /// <inheritdoc/>
    public double[] Gather(ReadOnlySpan<double> contribution) => group.AllGather(contribution);

    /// <summary>The step will not be completed: what its forward passes changed is as it was when it began.</summary>
    internal void DropStep() => gradients?.DropStep();

    private void ShareValues(IParameterSource model)
    {
        for (var index = 0; index < model.ParameterCount; index++) group.Broadcast(model.Values(index));
        if (model is not IForwardStatistics statistics) return;
        for (var index = 0; index < statistics.StatisticCount; index++) group.Broadcast(statistics.Statistics(index));
        for (var index = 0; index < statistics.CounterCount; index++) group.Broadcast(statistics.Counters(index));
    }

    private void BeginTuning(IParameterSource model)
    {
        if (!settings.IsTuned) return;
        Decision = sendsMessages ? null : BucketTuner.ForSharedMemory(group.Size);
        int[] counts = [.. Enumerable.Range(0, model.ParameterCount).Select(index => model.Values(index).Length)];
        clock = sendsMessages ? new StepClock(counts, gradients!.HeadElementCount, TimeProvider.System) : null;
    }

    private void Tune(GradientMemory memory, StepClock timed)
    {
        clock = null;
        Decision = BucketTuner.Run(group, timed);
        memory.Rebucket(Math.Max(1, Decision.BucketBytes / sizeof(float)));
    }

    private GradientMemory Attached(string operation)
    {
        if (gradients is null) Throw.NotAttached(operation);
        return gradients;
    }

    private bool IsLast(int position)
    {
        for (var other = 0; other < completed.Length; other++)
            if (other != position && !completed[other]) return false;
        return true;
    }

    private void CheckPosition(string operation, int position)
    {
        if ((uint)position >= (uint)completed.Length) Throw.NoSuchShard(operation, position, completed.Length);
    }
}
