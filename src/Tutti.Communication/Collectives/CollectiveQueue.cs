using Tutti.Communication.Faults;

namespace Tutti.Communication.Collectives;

/// <summary>
/// Runs a group's asynchronous collectives in issue order on one thread of its own, which lives until the group is disposed. Every
/// collective has its own deadline, so that waiting for the queue has one too.
/// </summary>
internal sealed class CollectiveQueue : IDisposable
{
    private readonly Queue<Action> waiting = new();
    private readonly ProcessGroup group;
    private readonly Thread thread;
    private bool isRunning;
    private bool isClosed;

    internal CollectiveQueue(ProcessGroup group)
    {
        this.group = group;
        thread = new Thread(Run) { IsBackground = true, Name = $"{group.Name}-{group.Rank} collectives" };
        thread.Start();
    }

    internal bool IsOwnThread => Thread.CurrentThread == thread;

    internal Task<T> Enqueue<T>(Func<T> collective, CancellationToken cancellation)
    {
        var ended = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (waiting)
        {
            ObjectDisposedException.ThrowIf(isClosed, group);
            waiting.Enqueue(() => Run(collective, ended, cancellation));
            Monitor.PulseAll(waiting);
        }

        return ended.Task;
    }

    /// <summary>Returns when everything queued has ended.</summary>
    internal void AwaitEmpty()
    {
        lock (waiting)
            while (isRunning || waiting.Count > 0)
                Monitor.Wait(waiting);
    }

    public void Dispose()
    {
        lock (waiting)
        {
            isClosed = true;
            Monitor.PulseAll(waiting);
        }

        if (!IsOwnThread) thread.Join();
    }

    private void Run()
    {
        while (true)
        {
            Action next;
            lock (waiting)
            {
                isRunning = false;
                Monitor.PulseAll(waiting);
                while (waiting.Count == 0 && !isClosed) Monitor.Wait(waiting);
                if (waiting.Count == 0) return;
                next = waiting.Dequeue();
                isRunning = true;
            }

            next();
        }
    }

    private void Run<T>(Func<T> collective, TaskCompletionSource<T> ended, CancellationToken cancellation)
    {
        try
        {
            using var registration = cancellation.Register(
                () => group.Faults.Raise(new GroupFault(null, new OperationCanceledException(cancellation))));
            ended.SetResult(collective());
        }
        catch (Exception failure)
        {
            // The collective may not have come as far as the others, who would wait for it in vain.
            group.Abort(failure);
            if (failure is OperationCanceledException cancelled) ended.SetCanceled(cancelled.CancellationToken);
            else ended.SetException(failure);
        }
    }
}
