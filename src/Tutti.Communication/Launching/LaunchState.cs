using System.Runtime.InteropServices;
using Tutti.Communication.Launching.Processes;

namespace Tutti.Communication.Launching;

/// <summary>
/// When workers are started, ended and given up: what happened and when goes in, what is to be done comes out. Knows no process and no
/// clock, so that a simulation can drive it. Used by one thread at a time.
/// </summary>
internal sealed class LaunchState(LaunchPolicy policy)
{
    // A process that the system does not end within this time after a kill hangs in the kernel.
    private static readonly TimeSpan LongestKill = TimeSpan.FromSeconds(10);

    private const int MostWithWords = 100;

    private readonly Worker[] workers = [.. Enumerable.Range(0, policy.WorkerCount).Select(_ => new Worker())];
    private readonly List<WorkerFailure> failures = [];
    private List<LaunchAction> actions = [];
    private Phase phase;
    private int generation, firstGeneration, restartCount, firstOfAttempt;
    private TimeSpan began, attemptBegan;
    private TimeSpan? terminateAt, killAt, abandonAt;

    private enum Phase
    {
        Running,
        Failing,
        Stopping,
        Finished,
    }

    private enum Standing
    {
        Running,
        Succeeded,
        Lost,
        // It has left the others in good order: never started again, no loss, and not there any more.
        Left,
    }

    /// <summary>When <see cref="TimePassed"/> is to be called at the latest; null: whenever.</summary>
    internal TimeSpan? NextDeadline => terminateAt ?? killAt ?? abandonAt;

    private IEnumerable<int> RunningRanks => Enumerable.Range(0, workers.Length).Where(rank => workers[rank].Standing == Standing.Running);

    private int RemainingCount => workers.Count(worker => worker.Standing is not (Standing.Lost or Standing.Left));

    internal IReadOnlyList<LaunchAction> Begin(TimeSpan now)
    {
        began = now;
        StartAll(now);
        return Take();
    }

    internal IReadOnlyList<LaunchAction> WorkerEnded(int rank, int ofGeneration, ProcessExit exit, TimeSpan now)
    {
        var worker = workers[rank];
        if (phase == Phase.Finished || worker.Standing != Standing.Running || worker.Generation != ofGeneration) return Take();
        worker.Standing = worker.IsLeaving ? Standing.Left : exit.IsSuccess ? Standing.Succeeded : Standing.Lost;
        if (worker.IsLeaving) Say($"rank {rank} has left. {RemainingCount} of {workers.Length} workers go on.");
        if (!exit.IsSuccess && !worker.IsLeaving) Record(rank, worker, exit);
        if (phase == Phase.Running && worker.Standing == Standing.Lost) Survive(rank, now);
        ConcludeIfAllEnded(now, mayRestart: true);
        return Take();
    }

    /// <summary>
    /// The ranks were told of a fault, and the rank it comes from if it is one's. A lost rank gave no sign of life any more; another may go
    /// on.
    /// </summary>
    internal IReadOnlyList<LaunchAction> VerdictReached(JobVerdict verdict, TimeSpan now)
    {
        var (text, culprit, isLost, ofGeneration) = verdict;
        // All ranks have started again since: those that it is about are gone.
        if (ofGeneration != firstGeneration) return Take();
        if (verdict.Leavers is { } leavers)
        {
            foreach (var leaver in leavers) workers[leaver].IsLeaving = true;
            return Take();
        }
        if (phase is Phase.Stopping or Phase.Finished || Attach(text, culprit) || phase == Phase.Failing) return Take();
        var worker = culprit is { } rank && (uint)rank < (uint)workers.Length ? workers[rank] : null;
        var isElastic = worker is not null && RemainingCount - (worker.Standing is Standing.Lost or Standing.Left ? 0 : 1) >= policy.MinWorkers;
        if (isElastic && !isLost)
        {
            worker!.Verdict = text;
            return Take();
        }
        failures.Add(new WorkerFailure { Rank = culprit, Verdict = text, After = now - attemptBegan });
        if (!isElastic) Fail(now);
        // Its place is another's from now on; it must not come back to it.
        else if (worker!.Standing == Standing.Running) Kill(culprit!.Value);
        return Take();
    }

    /// <summary>The user wants it to end. The second time: at once.</summary>
    internal IReadOnlyList<LaunchAction> StopRequested(PosixSignal signal, TimeSpan now)
    {
        if (phase == Phase.Finished) return Take();
        if (phase == Phase.Stopping)
        {
            killAt = now;
            return TimePassed(now);
        }
        phase = Phase.Stopping;
        terminateAt = null;
        killAt = now + policy.Grace;
        foreach (var rank in RunningRanks) SignalWorker(rank, signal);
        ConcludeIfAllEnded(now, mayRestart: false);
        return Take();
    }

    internal IReadOnlyList<LaunchAction> TimePassed(TimeSpan now)
    {
        if (terminateAt <= now)
        {
            terminateAt = null;
            foreach (var rank in RunningRanks) SignalWorker(rank, PosixSignal.SIGTERM);
        }
        if (killAt <= now)
        {
            killAt = null;
            abandonAt = now + LongestKill;
            foreach (var rank in RunningRanks) Kill(rank);
        }
        if (abandonAt <= now)
        {
            abandonAt = null;
            int[] stuck = [.. RunningRanks];
            foreach (var rank in stuck) workers[rank].Standing = Standing.Lost;
            ConcludeIfAllEnded(now, mayRestart: false, stuck);
        }
        return Take();
    }

    // As long as enough are left, one is replaced, or missed.
    private void Survive(int rank, TimeSpan now)
    {
        if (RemainingCount < policy.MinWorkers)
        {
            Fail(now);
            return;
        }
        var what = failures[^1].Describe();
        if (restartCount == policy.MaxRestarts)
        {
            Say($"{what}. {RemainingCount} of {workers.Length} workers go on.");
            return;
        }
        restartCount++;
        Say($"{what}. It starts again (restart {restartCount} of {policy.MaxRestarts}).");
        actions.Add(new ExpectNewcomer());
        generation++;
        Start(rank);
    }

    // The verdict reaches the others, who end by themselves; what does not know of verdicts is asked half-way.
    private void Fail(TimeSpan now)
    {
        phase = Phase.Failing;
        terminateAt = now + policy.Grace / 2;
        killAt = now + policy.Grace;
    }

    private void ConcludeIfAllEnded(TimeSpan now, bool mayRestart, params IReadOnlyList<int> stuck)
    {
        if (RunningRanks.Any()) return;
        (terminateAt, killAt, abandonAt) = (null, null, null);
        var isCancelled = phase == Phase.Stopping;
        var hasFailed = !isCancelled && workers.Count(worker => worker.Standing is Standing.Succeeded or Standing.Left) < policy.MinWorkers;
        if (hasFailed && mayRestart && restartCount < policy.MaxRestarts)
        {
            restartCount++;
            Say($"{failures[firstOfAttempt].Describe()}. All workers start again (restart {restartCount} of {policy.MaxRestarts}).");
            actions.Add(new BeginGeneration(generation + 1));
            StartAll(now);
            return;
        }
        phase = Phase.Finished;
        actions.Add(new FinishJob(new LaunchOutcome
        {
            FirstFailure = hasFailed ? failures[firstOfAttempt] : null, Failures = [.. failures], IsCancelled = isCancelled,
            RestartCount = restartCount, StillRunning = stuck, Elapsed = now - began,
        }));
    }

    private void StartAll(TimeSpan now)
    {
        phase = Phase.Running;
        attemptBegan = now;
        firstOfAttempt = failures.Count;
        firstGeneration = ++generation;
        for (var rank = 0; rank < workers.Length; rank++) Start(rank);
    }

    private void Start(int rank)
    {
        workers[rank] = new Worker { Generation = generation };
        actions.Add(new StartWorker(rank, generation));
    }

    // What the launcher itself has ended is no failure of its own, but a verdict on it wants its last words.
    private void Record(int rank, Worker worker, ProcessExit exit)
    {
        var known = failures.FindIndex(firstOfAttempt, failure => failure.Rank == rank && failure is { ExitCode: null, Verdict: not null });
        if (worker.IsBeingEnded && known < 0) return;
        var failure = known >= 0 ? failures[known] : new WorkerFailure { Rank = rank, Verdict = worker.Verdict, After = exit.After };
        failure = failure with { LastErrorLines = exit.LastErrorLines };
        var isOurs = worker.IsBeingEnded && exit.Signal is ("SIGKILL" or "SIGTERM");
        if (!isOurs) failure = failure with { ExitCode = exit.Code, Signal = exit.Signal };
        if (known >= 0) failures[known] = failure;
        else failures.Add(failure);
        // Ten thousand restarts must not fill the memory with words.
        if (failures.Count - 1 - MostWithWords is >= 0 and var old && old != firstOfAttempt)
            failures[old] = failures[old] with { LastErrorLines = [] };
    }

    private bool Attach(string text, int? culprit)
    {
        var known = failures.FindIndex(firstOfAttempt, failure => failure.Rank == culprit && failure.Verdict is null);
        if (known >= 0) failures[known] = failures[known] with { Verdict = text };
        return known >= 0;
    }

    private void SignalWorker(int rank, PosixSignal signal)
    {
        workers[rank].IsBeingEnded = true;
        actions.Add(new SignalWorker(rank, signal));
    }

    private void Kill(int rank)
    {
        workers[rank].IsBeingEnded = true;
        actions.Add(new KillWorker(rank));
    }

    private void Say(string text) => actions.Add(new Announce(text));

    private List<LaunchAction> Take()
    {
        var taken = actions;
        actions = [];
        return taken;
    }

    private sealed class Worker
    {
        internal Standing Standing { get; set; }

        internal int Generation { get; init; }

        internal string? Verdict { get; set; }

        internal bool IsBeingEnded { get; set; }

        internal bool IsLeaving { get; set; }
    }
}
