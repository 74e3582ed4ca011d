using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Tutti.Communication.Launching.Output;
using Tutti.Communication.Launching.Processes;

namespace Tutti.Communication.Launching;

/// <summary>One job of processes: tells <see cref="LaunchState"/> what happens and does what it says.</summary>
internal sealed class LaunchJob : IAsyncDisposable
{
    // As shells report a program that cannot be executed.
    private const int CannotStart = 126;

    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(1);

    private readonly LaunchPlan plan;
    private readonly TimeProvider time;
    private readonly long started;
    private readonly LaunchState state;
    private readonly ProcessSupervisor supervisor;
    private readonly IJobCoordinator? coordinator;
    private readonly LaunchLog log;
    private readonly SupervisedProcess?[] processes;
    private readonly string secret;
    private int masterPort = WorkerVariables.FreePort();

    // A handful of entries for each worker and start; never many at once.
    private readonly Channel<Func<TimeSpan, IReadOnlyList<LaunchAction>>> inputs =
        Channel.CreateUnbounded<Func<TimeSpan, IReadOnlyList<LaunchAction>>>(new UnboundedChannelOptions { SingleReader = true });

    internal LaunchJob(LaunchPlan plan, Func<JobTerms, IJobCoordinator>? coordinate, TimeProvider time)
    {
        (this.plan, this.time) = (plan, time);
        started = time.GetTimestamp();
        var policy = plan.Options.Policy;
        secret = plan.Options.Listen is null ? WorkerVariables.NewSecret() : WorkerVariables.OwnSecret();
        state = new LaunchState(policy);
        processes = new SupervisedProcess?[policy.WorkerCount];
        log = new LaunchLog(plan.Options, policy.WorkerCount);
        var terms = new JobTerms(secret, policy.WorkerCount, policy.MinWorkers, plan.Folder.Path) { Listen = plan.Options.Listen };
        if (!plan.IsMpi) coordinator = coordinate?.Invoke(terms);
        supervisor = new ProcessSupervisor(plan.Folder.Path);
    }

    private TimeSpan Now => time.GetElapsedTime(started);

    /// <summary>Runs it to its end. Does not fail because workers do.</summary>
    internal async Task<LaunchOutcome> RunAsync(CancellationToken cancellation)
    {
        if (coordinator is not null) coordinator.VerdictReached += TellVerdict;
        using var registration = cancellation.Register(() =>
        {
            var signal = plan.Options.StopSignal?.Invoke() ?? PosixSignal.SIGTERM;
            Tell(now => state.StopRequested(signal, now));
        });
        if (!ProcessPrefix.MakesGroup && !OperatingSystem.IsWindows())
            log.Say("neither setsid nor perl is in PATH: what workers start themselves may outlive them.");
        var outcome = await ExecuteAsync(state.Begin(Now)).ConfigureAwait(false);
        while (outcome is null)
        {
            await WaitAsync().ConfigureAwait(false);
            while (outcome is null && inputs.Reader.TryRead(out var input)) outcome = await ExecuteAsync(input(Now)).ConfigureAwait(false);
            outcome ??= await ExecuteAsync(state.TimePassed(Now)).ConfigureAwait(false);
        }
        await ShowRestAsync(cancellation).ConfigureAwait(false);
        return outcome;
    }

    public async ValueTask DisposeAsync()
    {
        if (coordinator is not null) coordinator.VerdictReached -= TellVerdict;
        await supervisor.DisposeAsync().ConfigureAwait(false);
        if (coordinator is not null) await coordinator.DisposeAsync().ConfigureAwait(false);
        log.Dispose();
    }

    // Who reads slowly gets all of it; who wants the job to end does not wait for one that does not read.
    private async Task ShowRestAsync(CancellationToken cancellation)
    {
        var rest = SayLastAsync();
        await rest.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!rest.IsCompleted) await rest.WaitAsync(FarewellTime, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SayLastAsync()
    {
        await supervisor.ShownAsync().ConfigureAwait(false);
        log.SayWhatIsLost();
        await log.Said.ConfigureAwait(false);
    }

    private async Task WaitAsync()
    {
        var reader = inputs.Reader;
        if (state.NextDeadline is not { } deadline)
        {
            await reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false);
            return;
        }
        var wait = deadline - Now;
        if (wait <= TimeSpan.Zero) return;
        using var timer = new CancellationTokenSource(wait, time);
        Task waiting = reader.WaitToReadAsync(timer.Token).AsTask();
        await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<LaunchOutcome?> ExecuteAsync(IReadOnlyList<LaunchAction> actions)
    {
        LaunchOutcome? outcome = null;
        var starts = new List<Task>();
        foreach (var action in actions)
        {
            switch (action)
            {
                case StartWorker start: starts.Add(StartAsync(start.Rank, start.Generation)); break;
                case SignalWorker signal: processes[signal.Rank]?.Signal(UnixProcesses.NumberOf(signal.Signal)); break;
                case KillWorker kill: processes[kill.Rank]?.Kill(); break;
                case BeginGeneration begin:
                    masterPort = WorkerVariables.FreePort();
                    coordinator?.BeginGeneration(begin.Generation);
                    break;
                case Announce line: log.Say(line.Text); break;
                case FinishJob finish: outcome = finish.Outcome; break;
            }
        }
        await Task.WhenAll(starts).ConfigureAwait(false);
        return outcome;
    }

    private async Task StartAsync(int rank, int generation)
    {
        var command = plan.Command with
        {
            Environment = VariablesOf(rank),
            InheritsTerminal = rank == 0 && plan.Options.RankZeroInheritsTerminal,
        };
        try
        {
            var process = await supervisor.StartAsync(command, log.OutputOf(plan.IsMpi ? null : rank)).ConfigureAwait(false);
            processes[rank] = process;
            coordinator?.WorkerStarted(rank, process.Id);
            _ = ReportEndAsync(process, rank, generation);
        }
        catch (Win32Exception problem)
        {
            var exit = new ProcessExit(CannotStart, TimeSpan.Zero, [$"The system does not start {command.Program}: {problem.Message}"]);
            Tell(now => state.WorkerEnded(rank, generation, exit, now));
        }
    }

    private async Task ReportEndAsync(SupervisedProcess process, int rank, int generation)
    {
        var exit = await process.Ended.ConfigureAwait(false);
        Tell(now =>
        {
            var actions = state.WorkerEnded(rank, generation, exit, now);
            // The verdict that this leads to is about an end that is known then, and the survivors wait for whoever is started instead.
            if (actions.Any(action => action is ExpectNewcomer)) coordinator?.ExpectNewcomer();
            coordinator?.WorkerEnded(rank, process.Id, exit);
            return actions;
        });
    }

    private Dictionary<string, string> VariablesOf(int rank)
    {
        var variables = new Dictionary<string, string>(plan.Command.Environment);
        if (!plan.IsMpi)
        {
            WorkerVariables.SetRank(variables, rank, processes.Length, masterPort);
            variables[WorkerVariables.Secret] = secret;
        }
        if (coordinator is not null) variables[WorkerVariables.Coordinator] = coordinator.Endpoint;
        variables[WorkerVariables.Folder] = plan.Folder.Path;
        if (WorkerVariables.NameOf(plan.Options.Transport) is { } transport) variables[WorkerVariables.Transport] = transport;
        return variables;
    }

    private void TellVerdict(JobVerdict verdict) => Tell(now => state.VerdictReached(verdict, now));

    private void Tell(Func<TimeSpan, IReadOnlyList<LaunchAction>> input) => inputs.Writer.TryWrite(input);
}
