using System.Runtime.ExceptionServices;
using Tutti.Communication.Faults;
using Tutti.Communication.Transports.Threads;

namespace Tutti.Communication.Launching;

/// <summary>Runs one function on many workers at once. Thread-safe.</summary>
public static class Distributor
{
    /// <summary>The key in <see cref="Exception.Data"/> of what <see cref="RunAsync"/> throws: the rank it comes from (<c>int</c>).</summary>
    public const string RankKey = "Tutti.Rank";

    /// <summary>
    /// The key in <see cref="Exception.Data"/> of what <see cref="RunAsync"/> throws, present if workers did not end in time after the fault:
    /// their ranks (<c>int[]</c>).
    /// </summary>
    public const string StillRunningKey = "Tutti.StillRunning";

    /// <summary>
    /// Runs the work on every worker of a new world, each on a thread of its own, and gathers the results. A worker that throws faults the group at
    /// once, so that no other waits for it; when all have ended, the first cause is thrown, not what it led to on other ranks.
    /// </summary>
    /// <typeparam name="T">What a worker returns.</typeparam>
    /// <param name="options">How many workers, their timeout, the group's name.</param>
    /// <param name="work">Runs on every worker; gets its world, and <paramref name="cancellation"/> to observe between steps.</param>
    /// <param name="cancellation">Cancels the job: the group faults, waiting ranks throw <see cref="OperationCanceledException"/>.</param>
    /// <returns>The workers' results, in rank order.</returns>
    /// <exception cref="ArgumentException">The options do not fit; all problems are in the message.</exception>
    /// <exception cref="OperationCanceledException">The job was cancelled before every worker had returned.</exception>
    /// <exception cref="Exception">What the first failing worker threw, unchanged; its rank is in <see cref="Exception.Data"/> under <see cref="RankKey"/>.</exception>
    public static async Task<IReadOnlyList<T>> RunAsync<T>(
        DistributorOptions options, Func<World, CancellationToken, T> work, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(work);
        Throw.IfAny(nameof(Distributor), options.Validate());
        cancellation.ThrowIfCancellationRequested();

        var board = new ThreadBoard(options.Name, options.WorkerCount, options.Timeout);
        var workers = new ThreadWorker<T>[board.Size];
        using var registration = cancellation.Register(() => board.Faults.Raise(new GroupFault(null, new OperationCanceledException(cancellation))));
        for (var rank = 0; rank < workers.Length; rank++) workers[rank] = ThreadWorker<T>.Start(board, rank, work, cancellation);

        var ended = Task.WhenAll(workers.Select(worker => worker.Ended));
        await Task.WhenAny(ended, board.Faults.WhenFaulted).ConfigureAwait(false);
        // Healthy workers take the time they need. Those of a faulted job cannot finish; they get as long as a rank waits for another.
        await ended.WaitAsync(board.Timeout, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ThrowFirstCause(board, workers);
        return [.. workers.Select(worker => worker.Result)];
    }

    private static void ThrowFirstCause<T>(ThreadBoard board, ThreadWorker<T>[] workers)
    {
        var running = workers.Where(worker => !worker.Ended.IsCompleted).Select(worker => worker.Rank).ToArray();
        var first = workers.Where(worker => worker.Failure is not null).MinBy(worker => worker.FailureTime);
        if (first is null && running.Length == 0) return;

        // A fault of communication on one rank may be what another rank's fault led to; the group knows which came first.
        var (rank, cause) = first is null or { Failure: CommunicationException or OperationCanceledException } && board.Faults.Current is { } fault
            ? (fault.Rank, fault.Cause)
            : (first!.Rank, first.Failure!);
        if (rank is not null) cause.Data[RankKey] = rank;
        if (running.Length > 0) cause.Data[StillRunningKey] = running;
        ExceptionDispatchInfo.Throw(cause);
    }
}
