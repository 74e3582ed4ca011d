using System.Runtime.ExceptionServices;
using Tutti.Communication.Faults;
using Tutti.Communication.Transports.Threads;

namespace Tutti.Communication.Launching;

/// <summary>A job whose workers are threads of this process.</summary>
internal static class ThreadJob
{
    internal static async Task<IReadOnlyList<T>> RunAsync<T>(
        DistributorOptions options, Func<World, CancellationToken, T> work, CancellationToken cancellation)
    {
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
        if (rank is not null) cause.Data[Distributor.RankKey] = rank;
        if (running.Length > 0) cause.Data[Distributor.StillRunningKey] = running;
        ExceptionDispatchInfo.Throw(cause);
    }
}
