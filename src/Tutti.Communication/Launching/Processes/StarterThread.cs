using System.Collections.Concurrent;

namespace Tutti.Communication.Launching.Processes;

/// <summary>
/// The one thread that starts processes. On Linux the parent-death signal fires when the <i>thread</i> that started a process ends, so
/// it must live as long as they do, which no thread of the pool promises.
/// </summary>
internal sealed class StarterThread : IDisposable
{
    private readonly BlockingCollection<Action> work = [];

    internal StarterThread() => new Thread(Run) { IsBackground = true, Name = "process starter" }.Start();

    internal Task<T> RunAsync<T>(Func<T> start)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() =>
        {
            try
            {
                done.SetResult(start());
            }
            catch (Exception problem)
            {
                done.SetException(problem);
            }
        });
        return done.Task;
    }

    /// <summary>Ends the thread, and with it whatever it started that still runs.</summary>
    public void Dispose() => work.CompleteAdding();

    private void Run()
    {
        foreach (var start in work.GetConsumingEnumerable()) start();
        work.Dispose();
    }
}
