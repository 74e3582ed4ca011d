using Tutti.Communication;
using Tutti.Distributed.Elastic;

namespace Tutti.Distributed.Ensembles;

/// <summary>
/// Nodes that are ranks of a world, be they threads, processes or MPI ranks: rank 0 connects and drives, all others serve. A rank that is
/// late faults nothing: its answers are let pass when they come. A process that is lost is one node less, if the job may miss workers
/// (<c>tutti launch --min-workers</c>): the others gather, and open questions are put to them again. Under MPI the loss of a rank ends the
/// job, and a thread that throws ends its ranks. Point-to-point messages of the group with tag 0x454E53 are taken. Thread-safe.
/// </summary>
/// <example><code>
/// await using var world = new ElasticWorld(await World.JoinAsync());
/// if (world.Current.Rank > 0)
/// {
///     await using var node = new DetectorNode($"hospital-{world.Current.Rank}", detector);
///     await RankNodes.ServeAsync(world, node);
///     return;
/// }
/// await using var ranks = await RankNodes.ConnectAsync(world);
/// await using var driver = new EnsembleDriver();
/// foreach (var node in ranks.Nodes) driver.Add(node);
/// </code></example>
public sealed class RankNodes : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly RankDriver driver;

    private RankNodes(ElasticWorld world) => driver = new RankDriver(this, world);

    /// <summary>The nodes that have said what they are, by name; also those that are lost. One that is started again under a former name is
    /// that node again.</summary>
    public IReadOnlyList<IEnsembleNode> Nodes => driver.Nodes();

    /// <summary>Meets the nodes. Called by rank 0, once in a world.</summary>
    /// <param name="world">The world, of more than one rank; used by this object until it is disposed of, and not disposed.</param>
    /// <param name="patience">How long to wait until every rank has said what it is; more than zero. Default null: a minute.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The nodes; dispose of them to let the ranks end.</returns>
    /// <exception cref="ArgumentException">This is not rank 0, there is no other, or two nodes have one name.</exception>
    /// <exception cref="TimeoutException">A rank did not say what it is in time.</exception>
    public static async Task<RankNodes> ConnectAsync(
        ElasticWorld world, TimeSpan? patience = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(world);
        var (rank, size) = (world.Current.Rank, world.Current.Size);
        if (rank != 0 || size < 2)
            throw new ArgumentException(
                $"RankNodes: there is nobody to connect to. Got rank {rank} of {size}. Expected rank 0 of more than one. " +
                "Call ServeAsync on other ranks, and start more workers.", nameof(world));
        var limit = patience ?? TimeSpan.FromMinutes(1);
        var nodes = new RankNodes(world);
        nodes.driver.Start("ensemble driver");
        try
        {
            await nodes.driver.Connected.WaitAsync(limit, cancellation).ConfigureAwait(false);
            return nodes;
        }
        catch (Exception failure)
        {
            await nodes.DisposeAsync().ConfigureAwait(false);
            if (failure is TimeoutException)
                throw new TimeoutException(
                    $"RankNodes: not every rank is a node. Got {nodes.Nodes.Count} of {size - 1} in {limit}. Expected ServeAsync on every " +
                    "rank but 0. See what the others do.", failure);
            throw;
        }
    }

    /// <summary>Answers the driver's questions until it needs this rank no more. Called by every rank but 0.</summary>
    /// <param name="world">The world; used until the task ends, and not disposed.</param>
    /// <param name="node">What answers; the caller's.</param>
    /// <param name="cancellation">Stops serving.</param>
    /// <returns>A task that ends when the driver has dismissed this rank or ended its work.</returns>
    /// <exception cref="ArgumentException">This is rank 0.</exception>
    /// <exception cref="PeerLostException">The driver was lost, or the workers are not processes and one was.</exception>
    /// <exception cref="RendezvousException">The job cannot do without a process that was lost.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task ServeAsync(ElasticWorld world, IEnsembleNode node, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(node);
        if (world.Current.Rank == 0)
            throw new ArgumentException("RankNodes: rank 0 drives. Got rank 0. Expected another. Call ConnectAsync there.", nameof(world));
        var server = new RankServer(world, node);
        server.Start($"ensemble rank {world.Current.Rank}");
        using (cancellation.Register(server.Stop)) await server.Ended.ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Dismisses all ranks that serve, which end their part then.</summary>
    /// <returns>A task that ends when they have been told, or cannot be.</returns>
    public async ValueTask DisposeAsync()
    {
        driver.Stop();
        await driver.Ended.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    internal Task<double[]> AskAsync(RankNode node, SampleChunk chunk, CancellationToken cancellation) =>
        driver.AskAsync(node, chunk, cancellation);

    internal void Dismiss(RankNode node) => driver.Dismiss(node);
}
