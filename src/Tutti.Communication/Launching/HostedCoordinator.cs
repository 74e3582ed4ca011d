using System.Globalization;
using Tutti.Communication.Launching.Processes;
using Tutti.Communication.Membership;

namespace Tutti.Communication.Launching;

/// <summary>The coordinator of a job in its launcher's process; each time all ranks start again there is another. Thread-safe.</summary>
internal sealed class HostedCoordinator : IJobCoordinator
{
    private readonly JobTerms terms;
    private readonly JobSecret secret;
    private readonly Lock gate = new();
    private readonly Dictionary<int, int> startedRanks = [];
    private Coordinator current;

    internal HostedCoordinator(JobTerms terms)
    {
        this.terms = terms;
        secret = JobSecret.Parse(terms.Secret, "the launcher's secret");
        current = Listen(1);
    }

    public event Action<JobVerdict>? VerdictReached;

    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Current.Port}");

    private Coordinator Current
    {
        get
        {
            lock (gate) return current;
        }
    }

    public void WorkerStarted(int rank, int processId)
    {
        lock (gate) startedRanks[processId] = rank;
    }

    public void WorkerEnded(int rank, int processId, ProcessExit exit)
    {
        Coordinator coordinator;
        lock (gate)
        {
            if (!startedRanks.ContainsKey(processId)) return;
            coordinator = current;
        }
        coordinator.Report(new ProcessEnd(rank, processId, exit.Code, exit.Signal, exit.LastErrorLines));
    }

    public void ExpectNewcomer() => Current.Expect(1);

    public void BeginGeneration(int generation)
    {
        Coordinator former;
        var next = Listen(generation);
        lock (gate)
        {
            (former, current) = (current, next);
            startedRanks.Clear();
        }
        former.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    public ValueTask DisposeAsync() => Current.DisposeAsync();

    private Coordinator Listen(int generation)
    {
        var coordinator = Coordinator.Listen(new CoordinatorOptions
        {
            WorldSize = terms.WorkerCount, MinimumSize = terms.MinWorkers, Secret = secret, JobFolder = terms.Folder,
        });
        coordinator.Decided += verdict => Tell(verdict, coordinator, generation);
        return coordinator;
    }

    private void Tell(VerdictMessage verdict, Coordinator coordinator, int generation) => VerdictReached?.Invoke(new JobVerdict(
        verdict.Text, StartedRankOf(verdict.Report.Culprit, coordinator), verdict.Report.Kind == FaultKind.Lost, generation));

    // Survivors of a fault get other ranks; a process keeps its number. A shell around the program has another: then ranks are as they
    // began, at first.
    private int? StartedRankOf(int? rank, Coordinator coordinator)
    {
        if (rank is not { } known || coordinator.ProcessIdOf(known) is not { } process) return rank;
        lock (gate)
            return startedRanks.TryGetValue(process, out var started) ? started : coordinator.Generation <= 1 ? rank : null;
    }
}
