using Tutti.Communication.Launching.Processes;

namespace Tutti.Communication.Launching;

/// <summary>What a launcher needs of the coordinator that it hosts. Thread-safe.</summary>
internal interface IJobCoordinator : IAsyncDisposable
{
    /// <summary>Raised on any thread, once for each fault that the ranks are told of.</summary>
    event Action<JobVerdict>? VerdictReached;

    /// <summary>Where it listens, as <c>host:port</c>.</summary>
    string Endpoint { get; }

    /// <summary>The process of a rank has been started.</summary>
    void WorkerStarted(int rank, int processId);

    /// <summary>
    /// The process of a rank has ended; so a death is known at once, not when its lease has run out. One that was started before the
    /// current generation began is no news.
    /// </summary>
    void WorkerEnded(int rank, int processId, ProcessExit exit);

    /// <summary>The one that is lost is about to be replaced: the next generation waits for a newcomer.</summary>
    void ExpectNewcomer();

    /// <summary>All ranks start again; whoever belonged to the former generation is refused. <see cref="Endpoint"/> may change.</summary>
    void BeginGeneration(int generation);
}

/// <summary>
/// The first cause of a fault, as every rank is told, and the rank it comes from, if it is one's: the one its process was started as,
/// whatever place it had taken since. A lost rank gave no sign of life any more. <c>Generation</c> is the one with which all ranks last
/// began when it was reached.
/// </summary>
internal sealed record JobVerdict(string Text, int? Culprit, bool IsLost, int Generation)
{
    /// <summary>The ranks, as they were started, that leave in good order, where that is all there is; null: it is a fault.</summary>
    internal IReadOnlyList<int>? Leavers { get; init; }
}

/// <summary>What a coordinator is made for.</summary>
internal sealed record JobTerms(string Secret, int WorkerCount, int MinWorkers, string Folder)
{
    /// <summary>Where the coordinator is to listen, <c>host:port</c>; null: at a free port, for this machine alone.</summary>
    internal string? Listen { get; init; }
}
