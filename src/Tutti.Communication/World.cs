using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Tutti.Communication.Faults;
using Tutti.Communication.Launching;
using Tutti.Communication.Rendezvous;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.Threads;

namespace Tutti.Communication;

/// <summary>
/// This worker's place among all workers of a job, and the group through which it talks to the others. Training code takes a
/// <c>World</c> and nothing else, so the same code runs alone or among many. Used by the worker that owns it, and disposed by whoever
/// made it.
/// </summary>
public sealed class World : IAsyncDisposable
{
    private readonly JobSeat? seat;

    private readonly TransportKind transport;

    internal World(ProcessGroup group, int localRank, int localSize, JobSeat? seat = null, TransportKind transport = TransportKind.Threads)
    {
        Group = group;
        this.transport = transport;
        LocalRank = localRank;
        LocalSize = localSize;
        this.seat = seat;
    }

    /// <summary>
    /// Whether this process was started as one of several by a launcher: <c>tutti launch</c>, <c>mpiexec</c>, <c>srun</c>, torchrun,
    /// Kubernetes or SageMaker.
    /// </summary>
    /// <exception cref="RendezvousException">The launcher's variables are wrong or contradict each other.</exception>
    public static bool IsPartOfJob => LaunchedAs != Isolation.Thread;

    /// <summary>
    /// What a launcher started this process as: <see cref="Isolation.Process"/>, or <see cref="Isolation.Mpi"/> where that was
    /// <c>mpiexec</c>; <see cref="Isolation.Thread"/> where it was started alone.
    /// </summary>
    /// <exception cref="RendezvousException">The launcher's variables are wrong or contradict each other.</exception>
    public static Isolation LaunchedAs => JobEnvironment.Current.Kind switch
    {
        LaunchKind.Alone => Isolation.Thread,
        LaunchKind.Mpi => Isolation.Mpi,
        _ => Isolation.Process,
    };

    /// <summary>
    /// How many workers the launcher says that the job begins with; null if it does not say, as to a process that joins a running job by itself.
    /// </summary>
    /// <exception cref="RendezvousException">The launcher's variables are wrong or contradict each other.</exception>
    public static int? LaunchedSize => JobEnvironment.Current.Size is > 0 and var size ? size : null;

    /// <summary>This worker's number, 0 … <see cref="Size"/> − 1.</summary>
    public int Rank => Group.Rank;

    /// <summary>How many workers the job has; at least 1.</summary>
    public int Size => Group.Size;

    /// <summary>This worker's number among the workers of this machine.</summary>
    public int LocalRank { get; }

    /// <summary>How many workers of the job run on this machine; a fair share of cores is cores ÷ <c>LocalSize</c>.</summary>
    public int LocalSize { get; }

    /// <summary>The group of all workers.</summary>
    public ProcessGroup Group { get; }

    /// <summary>How bytes move between the workers.</summary>
    public TransportKind Transport => seat?.Transport ?? transport;

    /// <summary>What workers are; <see cref="Isolation.Mpi"/> where <c>mpiexec</c> started them, however bytes move.</summary>
    public Isolation Isolation => seat?.Isolation ?? Isolation.Thread;

    /// <summary>Which gathering of the job this is: 1, and one more each time the workers rejoin.</summary>
    public int Generation => seat?.Generation ?? 1;

    /// <summary>
    /// Whether somebody waits to join, whom <see cref="RejoinAsync"/> would take in; only after <see cref="Welcome"/>. Ranks do not learn
    /// of it at the same moment. Thread-safe.
    /// </summary>
    public bool HasNewcomers => seat?.HasNewcomers ?? false;

    /// <summary>Whether the others can go on without this worker: not if its process hosts the job's coordinator.</summary>
    public bool CanLeave => seat?.HostsCoordinator != true;

    /// <summary>Cancelled as soon as the job faults: a worker was lost, late, cancelled, or disagreed with the others.</summary>
    public CancellationToken Faulted => Group.Faulted;

    /// <summary>
    /// Joins the job that this process was started for, and waits for the other workers. How it was started is told by environment
    /// variables (docs/COMMUNICATION.md); a process that was started alone gets a world of one.
    /// </summary>
    /// <param name="options">What the launcher does not say. Default null: the defaults.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The world; dispose it when the work is done: without that, the others lose this worker.</returns>
    /// <exception cref="ArgumentException">The options do not fit; all problems are in the message.</exception>
    /// <exception cref="RendezvousException">The job cannot be joined: wrong variables, no secret, no coordinator, refused, or workers
    /// missing.</exception>
    public static Task<World> JoinAsync(WorldOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new WorldOptions();
        Throw.IfAny(nameof(World), options.Validate());
        return JobSeat.JoinAsync(JobEnvironment.Current, options, cancellation);
    }

    /// <summary>
    /// After a fault or <see cref="Regroup"/>: gathers the survivors, and newcomers, in the next generation. Every survivor calls it. Ranks are
    /// dealt anew, in the order of the old ones; this world and its groups are of no use any more.
    /// </summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The new world; dispose it instead of this one.</returns>
    /// <exception cref="InvalidOperationException">The job has no fault, or this world's workers are not processes.</exception>
    /// <exception cref="RendezvousException">Too few survived, or this worker is not wanted any more.</exception>
    public Task<World> RejoinAsync(CancellationToken cancellation = default) =>
        seat is null ? throw Throw.CannotRejoin(Transport) : seat.RejoinAsync(Group, cancellation);

    /// <summary>
    /// Says that processes may join while the job runs. Every rank says the same. Whoever joins another <see cref="WorldOptions.Purpose"/>
    /// is refused. Does nothing where workers are threads.
    /// </summary>
    /// <param name="mostRanks">How many ranks there may be then; no fewer than there are.</param>
    public void Welcome(int mostRanks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mostRanks, Size);
        seat?.Welcome(mostRanks);
    }

    /// <summary>
    /// Ends this generation because some join or leave, on which all ranks have agreed: every rank calls it, and whoever is slower learns of it
    /// in its next collective. Those who stay call <see cref="RejoinAsync"/>, those who leave dispose their world.
    /// </summary>
    /// <param name="reason">Why, in words; the exception's message.</param>
    /// <param name="leavers">The ranks that leave, in rising order; the same on every rank.</param>
    /// <exception cref="RegroupException">Always, unless a fault came first.</exception>
    /// <exception cref="CommunicationException">A fault that came first.</exception>
    [DoesNotReturn]
    public void Regroup(string reason, params IReadOnlyList<int> leavers)
    {
        Group.Faults.Raise(new GroupFault(null, new RegroupException(reason, leavers)));
        Group.Barrier();
        throw new UnreachableException();
    }

    /// <summary>A new world of one worker: rank 0 of 1, whose collectives end at once.</summary>
    /// <returns>A world that shares nothing with any other.</returns>
    public static World Single() => new(new MemoryGroup(new ThreadBoard("single", 1, TimeSpan.FromSeconds(30)), 0), 0, 1);

    /// <summary>
    /// Ends this worker's part in good order. Not collective; rank 0 of a job without a launcher waits for those who still need it, at
    /// most a minute.
    /// </summary>
    /// <returns>A task that ends when the others know.</returns>
    public ValueTask DisposeAsync()
    {
        Group.Dispose();
        return seat?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
