using System.Collections.Concurrent;
using Tutti.Communication.Launching;
using Tutti.Communication.Launching.Processes;

namespace Tutti.Communication.Tests.Launching;

/// <summary>A coordinator without a network: remembers what it is told, and says what the test wants.</summary>
internal sealed class CoordinatorDouble : IJobCoordinator
{
    private int newcomersExpected;

    public event Action<JobVerdict>? VerdictReached;

    public string Endpoint => "host:1";

    internal ConcurrentQueue<(int Rank, int ProcessId)> Starts { get; } = new();

    internal int NewcomersExpected => Volatile.Read(ref newcomersExpected);

    internal JobTerms? Terms { get; private set; }

    internal ConcurrentQueue<(int Rank, int Code)> Ends { get; } = new();

    internal ConcurrentQueue<int> Generations { get; } = new();

    /// <summary>Runs when a rank has been started, before its end can be known.</summary>
    internal Action<int>? AfterStart { get; set; }

    public void WorkerStarted(int rank, int processId)
    {
        Starts.Enqueue((rank, processId));
        AfterStart?.Invoke(rank);
    }

    public void ExpectNewcomer() => Interlocked.Increment(ref newcomersExpected);

    public void WorkerEnded(int rank, int processId, ProcessExit exit) => Ends.Enqueue((rank, exit.Code));

    public void BeginGeneration(int generation) => Generations.Enqueue(generation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal IJobCoordinator Begin(JobTerms terms)
    {
        Terms = terms;
        return this;
    }

    internal void Raise(JobVerdict verdict) => VerdictReached?.Invoke(verdict);
}
