using System.Globalization;
using Tutti.Communication.Launching.Processes;
using Tutti.Communication.Membership;
using Tutti.Communication.Rendezvous;

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

    public string Endpoint => terms.Listen ?? string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Current.Port}");

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
        // The next may have to listen where this one does.
        Current.DisposeAsync().AsTask().GetAwaiter().GetResult();
        var next = Listen(generation);
        lock (gate)
        {
            current = next;
            startedRanks.Clear();
        }
    }

    public ValueTask DisposeAsync() => Current.DisposeAsync();

    private Coordinator Listen(int generation)
    {
        var (host, port) = terms.Listen is { } place && HostAndPort.TryParse(place) is { } parsed ? parsed : ("127.0.0.1", 0);
        var coordinator = Coordinator.Listen(new CoordinatorOptions
        {
            WorldSize = terms.WorkerCount, MinimumSize = terms.MinWorkers, Secret = secret, JobFolder = terms.Folder, AreRanksGiven = true,
            Address = JobRendezvous.AddressFor([host]), Port = port,
        });
        coordinator.Decided += fault => Tell(fault, generation);
        return coordinator;
    }

    private void Tell(DecidedFault fault, int generation)
    {
        var (verdict, report) = (fault.Verdict, fault.Verdict.Report);
        var leavers = report.Kind == FaultKind.Regroup
            ? report.MissingRanks.Select(rank => StartedRankOf(rank, fault)).OfType<int>().ToArray() : null;
        var culprit = StartedRankOf(report.Culprit, fault);
        // One that joined by itself is not the launcher's, nor is its end.
        if (leavers is null && report.Culprit is not null && culprit is null) return;
        VerdictReached?.Invoke(new JobVerdict(verdict.Text, culprit, report.Kind == FaultKind.Lost, generation) { Leavers = leavers });
    }

    // Survivors of a fault get other ranks; a process keeps its number. A shell around the program has another: then ranks are as they
    // began, at first.
    private int? StartedRankOf(int? rank, DecidedFault fault)
    {
        if (rank is not { } known || !fault.Processes.TryGetValue(known, out var process)) return rank;
        lock (gate)
            return startedRanks.TryGetValue(process, out var started) ? started : fault.Verdict.Generation <= 1 ? rank : null;
    }
}
