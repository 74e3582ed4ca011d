using System.Diagnostics;
using Tutti.Communication.Collectives;
using Tutti.Communication.Transports.Threads;

namespace Tutti.Communication.Launching;

/// <summary>One worker on a thread of its own: its result, or what it threw and when.</summary>
internal sealed class ThreadWorker<T>
{
    // Deep graphs are walked by recursion in user code; the default of some systems is 1.5 MB.
    private const int StackBytes = 16 << 20;

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ThreadWorker(int rank) => Rank = rank;

    internal int Rank { get; }

    /// <summary>Completes, never fails, when the worker has returned or thrown; the other members are final then.</summary>
    internal Task Ended => ended.Task;

    internal T Result { get; private set; } = default!;

    internal Exception? Failure { get; private set; }

    internal long FailureTime { get; private set; }

    internal static ThreadWorker<T> Start(ThreadHub hub, int rank, Func<World, CancellationToken, T> work, CancellationToken cancellation)
    {
        var worker = new ThreadWorker<T>(rank);
        new Thread(() => worker.Run(hub, work, cancellation), StackBytes) { IsBackground = true, Name = $"{hub.Name}-{rank}" }.Start();
        return worker;
    }

    private void Run(ThreadHub hub, Func<World, CancellationToken, T> work, CancellationToken cancellation)
    {
        try
        {
            Result = work(new World(new ThreadGroup(hub, Rank), Rank, hub.Size), cancellation);
        }
        catch (Exception failure)
        {
            FailureTime = Stopwatch.GetTimestamp();
            Failure = failure;
            // A worker may see the cancellation before the job does: the cause is the job's then, not this rank's.
            var isCancelled = failure is OperationCanceledException && cancellation.IsCancellationRequested;
            hub.TryRaise(new GroupFault(isCancelled ? null : Rank, failure));
        }

        hub.Depart(Rank);
        ended.SetResult();
    }
}
