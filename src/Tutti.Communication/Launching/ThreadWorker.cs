using System.Diagnostics;
using Tutti.Communication.Faults;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.Threads;

namespace Tutti.Communication.Launching;

/// <summary>One worker on a thread of its own: its result, or what it threw and when.</summary>
internal sealed class ThreadWorker<T>
{
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ThreadWorker(int rank) => Rank = rank;

    internal int Rank { get; }

    /// <summary>Completes, never fails, when the worker has returned or thrown; the other members are final then.</summary>
    internal Task Ended => ended.Task;

    internal T Result { get; private set; } = default!;

    internal Exception? Failure { get; private set; }

    internal long FailureTime { get; private set; }

    internal static ThreadWorker<T> Start(ThreadBoard board, int rank, Func<World, CancellationToken, T> work, CancellationToken cancellation)
    {
        var worker = new ThreadWorker<T>(rank);
        var thread = new Thread(() => worker.Run(board, work, cancellation), ThreadWorkerStack.Bytes);
        (thread.IsBackground, thread.Name) = (true, $"{board.Name}-{rank}");
        thread.Start();
        return worker;
    }

    private void Run(ThreadBoard board, Func<World, CancellationToken, T> work, CancellationToken cancellation)
    {
        var group = new MemoryGroup(board, Rank);
        try
        {
            Result = work(new World(group, Rank, board.Size), cancellation);
        }
        catch (Exception failure)
        {
            FailureTime = Stopwatch.GetTimestamp();
            Failure = failure;
            // A worker may see the cancellation before the job does: the cause is the job's then, not this rank's.
            var isCancelled = failure is OperationCanceledException && cancellation.IsCancellationRequested;
            board.Faults.Raise(new GroupFault(isCancelled ? null : Rank, failure));
        }

        // What is queued ends first; then the others hear that this rank has left.
        group.Dispose();
        ended.SetResult();
    }
}
