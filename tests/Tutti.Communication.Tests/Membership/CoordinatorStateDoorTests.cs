using Tutti.Communication.Membership;

namespace Tutti.Communication.Tests.Membership;

/// <summary>Who joins while the job runs.</summary>
public sealed class CoordinatorStateDoorTests
{
    private const string Purpose = "seed=5\nmodel=a";

    [Fact]
    public void Join_WhileTheJobRuns_IsToldToTheRanksOnceTheyWelcomeIt()
    {
        var state = Running(2);
        Assert.Empty(Join(state, 3));
        Assert.Equal([1, 2], Newcomers(Welcome(state, 3), 1));
        // There is room for one.
        Assert.Empty(Join(state, 4));
        Assert.Equal([1, 2], Newcomers(state.Closed(3, "closed", TimeSpan.Zero).Concat(state.Closed(4, "closed", TimeSpan.Zero)), 0));
    }

    [Fact]
    public void Rejoin_AfterRegroup_TakesInAsManyAsAreWelcomeAndLeavesOutWhoLeaves()
    {
        var state = Running(2);
        Welcome(state, 3);
        Join(state, 3);
        Join(state, 4);
        state.Receive(2, new FaultMessage(1, new FaultReport(null, FaultKind.Regroup, "RegroupException", "rank 0 left") { MissingRanks = [0] }), TimeSpan.Zero);
        Assert.Equal([0], Assert.IsType<RegroupException>(state.Verdict!.Report.ToFault().Cause).Leavers);

        state.Receive(2, new RejoinMessage(1), TimeSpan.Zero);
        var outputs = state.Receive(1, new LeaveMessage([]), TimeSpan.Zero);

        Assert.Equal([2, 3, 4], outputs.Where(output => output.Message is RosterMessage { Roster.Size: 3 }).Select(output => output.Connection));
        Assert.Equal(2, state.Generation);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Join_AnotherPurpose_IsWrongInputThatSaysWhatDiffers(bool joinsBeforeTheWelcome)
    {
        var state = Running(1);
        if (!joinsBeforeTheWelcome) Welcome(state, 3);
        var answers = Join(state, 2, "seed=6\nmodel=a");
        if (joinsBeforeTheWelcome) answers = Welcome(state, 3);

        var answer = Assert.Single(answers);
        var refusal = Assert.IsType<RefusedMessage>(answer.Message);
        Assert.Equal((2, true, true), (answer.Connection, answer.IsLast, refusal.IsWrongInput));
        Assert.Contains("Got seed=6. Expected seed=5.", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Join_WithARankThatAnotherHoldsByNow_IsANewcomer()
    {
        var state = Running(2);
        Welcome(state, 2);
        state.Expect(1);
        state.ProcessEnded(new ProcessEnd(0, 1000, 137, "SIGKILL", []), TimeSpan.Zero);
        state.Closed(1, "closed", TimeSpan.Zero);
        state.Receive(2, new RejoinMessage(1), TimeSpan.Zero);
        Join(state, 3);
        Assert.Equal(2, state.Generation);
        state.ProcessEnded(new ProcessEnd(null, 1099, 137, "SIGKILL", []), TimeSpan.Zero);
        state.Closed(3, "closed", TimeSpan.Zero);
        state.Receive(2, new RejoinMessage(2), TimeSpan.Zero);

        // What was rank 1 is rank 0 now.
        var outputs = state.Receive(4, Job.JoinAs(0, 2, 2000) with { Purpose = Purpose }, TimeSpan.Zero);

        Assert.DoesNotContain(outputs, output => output.Message is RefusedMessage);
        Assert.Contains(outputs, output => output.Message is NewcomersMessage { Count: 1 });
    }

    [Fact]
    public void Join_WithoutARankWhereALauncherGivesThem_WaitsForALaterGeneration()
    {
        var state = new CoordinatorState(new CoordinatorSettings { WorldSize = 2, AreRanksGiven = true }, TimeSpan.Zero);
        state.Receive(1, Job.JoinAs(0, 2), TimeSpan.Zero);
        Assert.Empty(Join(state, 3));
        var outputs = state.Receive(2, Job.JoinAs(1, 2), TimeSpan.Zero);
        Assert.Equal([1, 2], outputs.Select(output => output.Connection));
    }

    [Theory]
    [InlineData(false, "Start its workers with --min-workers")]
    [InlineData(true, "Try again when a rank has left")]
    public void Tick_NobodyLetsItIn_IsTurnedAwayAtItsDeadline(bool isWelcome, string expected)
    {
        var state = Running(1);
        if (isWelcome) Welcome(state, 1);
        Join(state, 2);
        List<CoordinatorOutput> outputs = [];
        for (var now = TimeSpan.Zero; now < TimeSpan.FromSeconds(62); now += TimeSpan.FromSeconds(1))
        {
            state.Saw(1, now);
            state.Saw(2, now);
            outputs.AddRange(state.Tick(now));
        }

        var answer = Assert.Single(outputs);
        Assert.Equal(2, answer.Connection);
        Assert.Contains(expected, Assert.IsType<RefusedMessage>(answer.Message).Reason, StringComparison.Ordinal);
    }

    private static CoordinatorState Running(int size)
    {
        var state = new CoordinatorState(new CoordinatorSettings { WorldSize = size }, TimeSpan.Zero);
        for (var rank = 0; rank < size; rank++) state.Receive(1 + rank, Job.JoinAs(rank, size), TimeSpan.Zero);
        Assert.Equal(CoordinatorState.Phase.Running, state.Current);
        return state;
    }

    private static List<CoordinatorOutput> Join(CoordinatorState state, int connection, string purpose = Purpose) =>
        state.Receive(connection, Job.JoinAs(null, 0) with { Purpose = purpose }, TimeSpan.Zero);

    private static List<CoordinatorOutput> Welcome(CoordinatorState state, int most) =>
        state.Receive(1, new WelcomeMessage(most, Purpose), TimeSpan.Zero);

    private static IEnumerable<int> Newcomers(IEnumerable<CoordinatorOutput> outputs, int count) =>
        outputs.Where(output => output.Message is NewcomersMessage told && told.Count == count).Select(output => output.Connection);
}
