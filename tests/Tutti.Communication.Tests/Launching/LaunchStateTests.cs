using System.Runtime.InteropServices;
using Tutti.Communication.Launching;
using Tutti.Communication.Launching.Processes;

namespace Tutti.Communication.Tests.Launching;

public sealed class LaunchStateTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(4);

    [Fact]
    public void Begin_AnyJob_StartsEveryRankOnce()
    {
        var state = new LaunchState(Policy(3));

        Assert.Equal([new StartWorker(0, 1), new StartWorker(1, 1), new StartWorker(2, 1)], state.Begin(At(0)));
        Assert.Null(state.NextDeadline);
    }

    [Fact]
    public void WorkerEnded_AllWithSuccess_FinishesWithoutFailure()
    {
        var state = Begun(Policy(2));

        Assert.Empty(state.WorkerEnded(1, 1, Exit(0), At(1)));
        var outcome = OutcomeOf(state.WorkerEnded(0, 1, Exit(0), At(2)));

        Assert.True(outcome.IsSuccess);
        Assert.Equal(At(2), outcome.Elapsed);
    }

    [Fact]
    public void WorkerEnded_OneFails_OthersGetGraceThenASignalThenAKill()
    {
        var state = Begun(Policy(3));

        Assert.Empty(state.WorkerEnded(1, 1, Exit(3, "boom"), At(10)));
        Assert.Equal(At(12), state.NextDeadline);
        Assert.Empty(state.TimePassed(At(11)));
        Assert.Equal([new SignalWorker(0, PosixSignal.SIGTERM), new SignalWorker(2, PosixSignal.SIGTERM)], state.TimePassed(At(12)));
        Assert.Equal(At(14), state.NextDeadline);
        Assert.Equal([new KillWorker(0), new KillWorker(2)], state.TimePassed(At(14)));
        Assert.Empty(state.WorkerEnded(0, 1, Exit(137), At(14)));
        var outcome = OutcomeOf(state.WorkerEnded(2, 1, Exit(143), At(14)));

        // What the launcher has ended itself is no failure of its own.
        Assert.Single(outcome.Failures);
        Assert.Equal((1, 3), (outcome.FirstFailure!.Rank, outcome.FirstFailure.ExitCode));
        Assert.Equal(["boom"], outcome.FirstFailure.LastErrorLines);
    }

    [Fact]
    public void WorkerEnded_OthersFailInConsequence_TheFirstIsTheReason()
    {
        var state = Begun(Policy(3));
        state.WorkerEnded(2, 1, Exit(139), At(1));
        state.WorkerEnded(0, 1, Exit(1), At(2));

        var outcome = OutcomeOf(state.WorkerEnded(1, 1, Exit(1), At(2)));

        Assert.Equal((2, "SIGSEGV"), (outcome.FirstFailure!.Rank, outcome.FirstFailure.Signal));
        Assert.Equal([2, 0, 1], outcome.Failures.Select(failure => failure.Rank));
    }

    [Fact]
    public void WorkerEnded_RestartsLeft_StartsAllInANewGenerationWhenAllHaveEnded()
    {
        var state = Begun(Policy(2, restarts: 1));
        Assert.Empty(state.WorkerEnded(0, 1, Exit(3), At(1)));

        var actions = state.WorkerEnded(1, 1, Exit(0), At(2));
        Assert.Equal([new BeginGeneration(2), new StartWorker(0, 2), new StartWorker(1, 2)], actions.Skip(1));
        Assert.Equal("rank 0 failed: exit code 3. All workers start again (restart 1 of 1).", Assert.IsType<Announce>(actions[0]).Text);

        // The second time it is final, and its own first failure is the reason.
        state.WorkerEnded(1, 2, Exit(4), At(3));
        var outcome = OutcomeOf(state.WorkerEnded(0, 2, Exit(0), At(4)));
        Assert.Equal((1, 4, 1), (outcome.FirstFailure!.Rank, outcome.FirstFailure.ExitCode, outcome.RestartCount));
        Assert.Equal(2, outcome.Failures.Count);
    }

    [Fact]
    public void WorkerEnded_OfAFormerGeneration_IsIgnored()
    {
        var state = Begun(Policy(1, restarts: 1));
        state.WorkerEnded(0, 1, Exit(1), At(1));

        Assert.Empty(state.WorkerEnded(0, 1, Exit(1), At(1)));
        Assert.True(OutcomeOf(state.WorkerEnded(0, 2, Exit(0), At(2))).IsSuccess);
    }

    [Fact]
    public void WorkerEnded_EnoughAreLeft_TheLostOneIsReplacedThenMissedThenTheJobFails()
    {
        var state = Begun(Policy(3, least: 2, restarts: 1));

        var replaced = state.WorkerEnded(1, 1, Exit(137), At(1));
        Assert.Equal([new ExpectNewcomer(), new StartWorker(1, 2)], replaced.Skip(1));
        Assert.Contains("It starts again (restart 1 of 1)", Assert.IsType<Announce>(replaced[0]).Text);
        var missed = Assert.IsType<Announce>(Assert.Single(state.WorkerEnded(1, 2, Exit(137), At(2))));
        Assert.Contains("2 of 3 workers go on", missed.Text);
        Assert.Null(state.NextDeadline);
        Assert.Empty(state.WorkerEnded(0, 1, Exit(1), At(3)));
        Assert.Equal(At(5), state.NextDeadline);
        var outcome = OutcomeOf(state.WorkerEnded(2, 1, Exit(0), At(3)));

        Assert.False(outcome.IsSuccess);
        Assert.Equal([1, 1, 0], outcome.Failures.Select(failure => failure.Rank));
    }

    [Fact]
    public void WorkerEnded_AsManyAsNeededSucceed_TheJobSucceedsInSpiteOfALoss()
    {
        var state = Begun(Policy(2, least: 1));
        state.WorkerEnded(0, 1, Exit(137), At(1));

        var outcome = OutcomeOf(state.WorkerEnded(1, 1, Exit(0), At(2)));

        Assert.True(outcome.IsSuccess);
        Assert.Single(outcome.Failures);
    }

    [Fact]
    public void VerdictReached_BeforeAnyEnd_MakesItsCulpritTheFirstFailure()
    {
        var state = Begun(Policy(3));

        Assert.Empty(state.VerdictReached(new JobVerdict("rank 1 threw", 1, false, 1), At(1)));
        Assert.Equal(At(3), state.NextDeadline);
        state.WorkerEnded(0, 1, Exit(134), At(1));
        state.WorkerEnded(1, 1, Exit(1, "FormatException"), At(1));
        var outcome = OutcomeOf(state.WorkerEnded(2, 1, Exit(134), At(1)));

        var first = outcome.FirstFailure!;
        Assert.Equal((1, 1, "rank 1 threw"), (first.Rank, first.ExitCode, first.Verdict));
        Assert.Equal(["FormatException"], first.LastErrorLines);
        Assert.Equal([1, 0, 2], outcome.Failures.Select(failure => failure.Rank));
    }

    [Fact]
    public void VerdictReached_AfterItsCulpritEnded_IsAddedToThatFailure()
    {
        var state = Begun(Policy(2));
        state.WorkerEnded(1, 1, Exit(137), At(1));
        state.VerdictReached(new JobVerdict("rank 1 is lost", 1, true, 1), At(1));

        var outcome = OutcomeOf(state.WorkerEnded(0, 1, Exit(1), At(2)));

        Assert.Equal((137, "rank 1 is lost"), (outcome.FirstFailure!.ExitCode, outcome.FirstFailure.Verdict));
        Assert.Equal(2, outcome.Failures.Count);
    }

    [Fact]
    public void VerdictReached_AboutAFormerGeneration_DoesNotTouchTheNext()
    {
        var state = Begun(Policy(1, restarts: 1));
        state.WorkerEnded(0, 1, Exit(137), At(1));

        Assert.Empty(state.VerdictReached(new JobVerdict("rank 0 is lost", 0, true, 1), At(1)));

        Assert.Null(state.NextDeadline);
        Assert.True(OutcomeOf(state.WorkerEnded(0, 2, Exit(0), At(2))).IsSuccess);
    }

    [Fact]
    public void WorkerEnded_ThousandRestarts_KeepsTheWordsOfTheLastFailuresOnly()
    {
        var state = Begun(Policy(1, restarts: 1000));
        IReadOnlyList<LaunchAction> actions = [];
        for (var generation = 1; generation <= 1001; generation++) actions = state.WorkerEnded(0, generation, Exit(3, "words"), At(1));

        var outcome = OutcomeOf(actions);

        Assert.Equal((1001, 100), (outcome.Failures.Count, outcome.Failures.Count(failure => failure.LastErrorLines.Count > 0)));
        Assert.Equal(["words"], outcome.FirstFailure!.LastErrorLines);
    }

    [Fact]
    public void VerdictReached_WorkersHandleItAndSucceed_IsNoFailure()
    {
        var state = Begun(Policy(2));
        state.VerdictReached(new JobVerdict("rank 0 gave up", 0, false, 1), At(1));
        state.WorkerEnded(0, 1, Exit(0), At(1));

        Assert.True(OutcomeOf(state.WorkerEnded(1, 1, Exit(0), At(1))).IsSuccess);
    }

    [Fact]
    public void VerdictReached_FrozenRankOfAnElasticJob_IsKilledAndReplaced()
    {
        var state = Begun(Policy(3, least: 2, restarts: 5));

        Assert.Equal([new KillWorker(2)], state.VerdictReached(new JobVerdict("no sign of life", 2, true, 1), At(1)));
        var actions = state.WorkerEnded(2, 1, Exit(137), At(1));

        Assert.Equal([new ExpectNewcomer(), new StartWorker(2, 2)], actions.Skip(1));
        Assert.Null(state.NextDeadline);
    }

    [Fact]
    public void VerdictReached_ItsCulpritEndsByItselfWhileItIsKilled_TellsItsOwnEnd()
    {
        var state = Begun(Policy(2, least: 1));
        state.VerdictReached(new JobVerdict("rank 1: its link broke", 1, true, 1), At(1));
        state.WorkerEnded(1, 1, Exit(139), At(1));

        var outcome = OutcomeOf(state.WorkerEnded(0, 1, Exit(0), At(2)));

        Assert.Equal("SIGSEGV", Assert.Single(outcome.Failures).Signal);
    }

    [Fact]
    public void VerdictReached_FrozenRankOfAFixedJob_IsKilledAfterGraceAndNamedWithTheVerdict()
    {
        var state = Begun(Policy(2));
        state.VerdictReached(new JobVerdict("no sign of life", 1, true, 1), At(0));
        state.WorkerEnded(0, 1, Exit(1), At(0));
        state.TimePassed(At(2));
        Assert.Equal([new KillWorker(1)], state.TimePassed(At(4)));

        var first = OutcomeOf(state.WorkerEnded(1, 1, Exit(137, "last"), At(4))).FirstFailure!;

        Assert.Equal((1, null, "no sign of life"), (first.Rank, first.ExitCode, first.Verdict));
        Assert.Equal(["last"], first.LastErrorLines);
    }

    [Fact]
    public void StopRequested_Running_SignalsThenKillsAndIsCancelled()
    {
        var state = Begun(Policy(2, restarts: 3));

        Assert.Equal(
            [new SignalWorker(0, PosixSignal.SIGINT), new SignalWorker(1, PosixSignal.SIGINT)],
            state.StopRequested(PosixSignal.SIGINT, At(1)));
        Assert.Empty(state.WorkerEnded(0, 1, Exit(130), At(2)));
        Assert.Equal([new KillWorker(1)], state.TimePassed(At(5)));
        var outcome = OutcomeOf(state.WorkerEnded(1, 1, Exit(137), At(5)));

        Assert.True(outcome.IsCancelled);
        Assert.Null(outcome.FirstFailure);
        Assert.Empty(outcome.Failures);
    }

    [Fact]
    public void StopRequested_Twice_KillsAtOnce()
    {
        var state = Begun(Policy(1));
        state.StopRequested(PosixSignal.SIGINT, At(1));

        Assert.Equal([new KillWorker(0)], state.StopRequested(PosixSignal.SIGINT, At(1.5)));
    }

    [Fact]
    public void TimePassed_AProcessSurvivesItsKill_IsGivenUpAndNamed()
    {
        var state = Begun(Policy(2, restarts: 9));
        state.WorkerEnded(0, 1, Exit(1), At(0));
        state.TimePassed(At(4));
        Assert.Empty(state.TimePassed(At(13)));

        var outcome = OutcomeOf(state.TimePassed(At(14)));

        Assert.Equal([1], outcome.StillRunning);
        Assert.Equal(0, outcome.FirstFailure!.Rank);
    }

    [Fact]
    public void VerdictReached_AWorkerLeaves_ItIsNeitherReplacedNorThereAnyMore()
    {
        var state = Begun(Policy(3, least: 2, restarts: 5));

        Assert.Empty(state.VerdictReached(new JobVerdict("rank 1 left", null, false, 1) { Leavers = [1] }, At(1)));
        var announced = Assert.IsType<Announce>(Assert.Single(state.WorkerEnded(1, 1, Exit(0), At(1))));
        Assert.Equal("rank 1 has left. 2 of 3 workers go on.", announced.Text);

        // One more is one too many.
        state.WorkerEnded(0, 1, Exit(137), At(2));
        Assert.Equal(At(4), state.NextDeadline);
    }

    [Fact]
    public void VerdictReached_AWorkerLeavesAndTheOthersSucceed_IsSuccess()
    {
        var state = Begun(Policy(2, least: 2));
        state.VerdictReached(new JobVerdict("rank 1 left", null, false, 1) { Leavers = [1] }, At(1));
        state.WorkerEnded(1, 1, Exit(0), At(1));

        Assert.True(OutcomeOf(state.WorkerEnded(0, 1, Exit(0), At(2))).IsSuccess);
    }

    [Fact]
    public void AnyOrderOfEvents_ThousandSeeds_FinishesOnceAndOwnsEveryProcess()
    {
        for (var seed = 0; seed < 1000; seed++) LaunchSimulation.Run(seed);
    }

    private static LaunchPolicy Policy(int workers, int? least = null, int restarts = 0) => new(workers, least ?? workers, restarts, Grace);

    private static LaunchState Begun(LaunchPolicy policy)
    {
        var state = new LaunchState(policy);
        state.Begin(At(0));
        return state;
    }

    private static ProcessExit Exit(int code, params string[] lines) => new(code, TimeSpan.FromSeconds(1), lines);

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private static LaunchOutcome OutcomeOf(IReadOnlyList<LaunchAction> actions) => Assert.IsType<FinishJob>(Assert.Single(actions)).Outcome;
}
