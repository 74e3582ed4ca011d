using Tutti.Communication;
using Tutti.Distributed.CostModel;
using Tutti.Learning.Compression;
using Tutti.Learning.Training;

namespace Tutti.Distributed.Elastic;

/// <summary>
/// <see cref="DataParallel"/> over workers that may be lost, join and leave while a training goes on. The number of logical shards stays, so
/// the result has the same bits whoever came and went when; those who are left compute the shards of those who are gone. After each step every worker holds
/// everything in memory, so nothing is copied in advance and nothing is repeated but the step that was under way: after a loss the survivors
/// gather, the most advanced hands its replica to those who are not as far, newcomers among them, and all go on.
/// The same way newcomers are taken in, up to as many workers as there are shards, and those leave who were asked to
/// (<see cref="ElasticWorld.RequestLeave"/>), both between two steps.
/// Cost: that of <see cref="DataParallel"/>, and an all-gather of a byte a step; when workers change one rendezvous, and one broadcast of weights and optimizer memory if any rank is
/// behind. Not thread-safe; one for each worker and model.
/// </summary>
/// <example><code>
/// await using var world = new ElasticWorld(await World.JoinAsync());
/// var trainer = new Trainer(network, new Adam(1e-3), Losses.CrossEntropy, new ElasticDataParallel(world, new() { ShardCount = 4 }));
/// </code></example>
public sealed class ElasticDataParallel : ITrainingStrategy
{
    private readonly ElasticWorld world;
    private readonly DataParallelOptions options;
    private readonly StepBoundary boundary;
    private DataParallel inner;
    private IParameterSource? model;
    private bool isMember;

    /// <summary>Makes a strategy for this worker: one of the first, or one that joins a training which is going on.</summary>
    /// <param name="world">Where the workers gather; not disposed.</param>
    /// <param name="options">How a step is divided; the same on every rank. Default: one shard a worker of the first generation.</param>
    /// <exception cref="ArgumentException">An option does not fit, gradients are to be compressed, state sharded or batch normalisation
    /// synchronised, or a newcomer does not say how many shards there are.</exception>
    public ElasticDataParallel(ElasticWorld world, DataParallelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(world);
        options ??= new DataParallelOptions();
        if (options.Compression is { } compression && compression != GradientCompression.None) Throw.ElasticWithCompression(compression.Word);
        if (options.Sharding != StateSharding.None) Throw.ElasticWithSharding(options.Sharding);
        if (options.SynchronizesBatchNorm) Throw.ElasticWithSynchronization();
        // Later generations may have fewer workers than the first.
        isMember = world.Current.Generation == 1;
        if (!isMember && options.ShardCount is null) Throw.NewcomerWithoutShards(world.Current.Generation);
        this.world = world;
        this.options = options with { ShardCount = options.ShardCount ?? world.Current.Size };
        inner = new DataParallel(world.Current, this.options);
        boundary = new StepBoundary(world);
        world.Current.Welcome(inner.ShardCount);
    }

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public int Rank => inner.Rank;

    /// <inheritdoc/>
    public int WorkerCount => inner.WorkerCount;

    /// <inheritdoc/>
    public int ShardCount => inner.ShardCount;

    /// <inheritdoc/>
    public ReadOnlySpan<int> OwnShards => inner.OwnShards;

    /// <summary>How gradients are summed by the workers of now, and why; null until <see cref="DataParallelOptions.Tune"/> has chosen.</summary>
    public BucketDecision? Decision => inner.Decision;

    /// <inheritdoc/>
    public void Attach(IParameterSource model)
    {
        this.model = model;
        // In a later generation rank 0 need not be the most advanced: Regroup finds out who is.
        inner.Attach(model, sharesValues: isMember);
    }

    /// <inheritdoc/>
    public long GradientBytes => inner.GradientBytes;

    /// <inheritdoc/>
    public long PeakGradientBytes => inner.PeakGradientBytes;

    /// <inheritdoc/>
    public void BeginShard(int position)
    {
        if (position == 0) boundary.Cross();
        inner.BeginShard(position);
    }

    /// <inheritdoc/>
    public bool FollowsGradients => inner.FollowsGradients;

    /// <inheritdoc/>
    public void CompleteGradient(int index) => inner.CompleteGradient(index);

    /// <inheritdoc/>
    public void CompleteShard(int position, float weightedLoss, double weight) => inner.CompleteShard(position, weightedLoss, weight);

    /// <inheritdoc/>
    public void SkipShard(int position)
    {
        if (position == 0) boundary.Cross();
        inner.SkipShard(position);
    }

    /// <inheritdoc/>
    public StepOutcome CompleteStep(bool wantsToStop) => inner.CompleteStep(wantsToStop || boundary.IsDeserted);

    /// <inheritdoc/>
    public double[] Gather(ReadOnlySpan<double> contribution) => inner.Gather(contribution);

    /// <summary>
    /// Whether workers were lost, join or leave. A worker that is late, or one that calls something else than the others, would be so again.
    /// </summary>
    /// <param name="failure">What was thrown.</param>
    /// <returns>True for <see cref="PeerLostException"/> and <see cref="RegroupException"/>.</returns>
    public bool CanRecover(Exception failure) => failure is PeerLostException or RegroupException;

    /// <inheritdoc/>
    public bool HasLeft => world.HasLeft;

    /// <inheritdoc/>
    /// <exception cref="PeerLostException">Another worker was lost meanwhile.</exception>
    /// <exception cref="RendezvousException">Too few survived, or this worker is not wanted any more.</exception>
    public void Regroup(ITrainingReplica replica, Exception? failure)
    {
        ArgumentNullException.ThrowIfNull(replica);
        if (model is null) Throw.NotAttached(nameof(Regroup));
        if (failure is not null)
        {
            inner.DropStep();
            world.Rejoin();
            inner = new DataParallel(world.Current, options);
            inner.Attach(model, sharesValues: false);
        }
        CatchUp(replica);
        isMember = true;
    }

    private void CatchUp(ITrainingReplica replica)
    {
        var group = world.Current.Group;
        // What a newcomer has is no part of this training, however far it says it is.
        var all = group.AllGather<long>([isMember ? replica.Progress : -1]);
        var most = all.Max();
        if (most >= 0 && all.All(progress => progress == most)) return;
        var source = Array.IndexOf(all, most);
        var state = group.Rank == source ? replica.Write() : [];
        long[] length = [state.Length];
        group.Broadcast<long>(length, source);
        if (group.Rank != source) state = new byte[length[0]];
        group.Broadcast<byte>(state, source);
        if (group.Rank != source && (most < 0 || all[group.Rank] < most)) replica.Read(state);
    }
}
