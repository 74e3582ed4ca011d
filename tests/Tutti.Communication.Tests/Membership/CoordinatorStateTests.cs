using FsCheck;
using FsCheck.Fluent;
using Tutti.Communication.Membership;

namespace Tutti.Communication.Tests.Membership;

public sealed class CoordinatorStateTests
{
    private const int Size = 3;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);
    private static readonly string[] Kinds = ["raise", "accuse", "leave", "rejoin", "freeze", "close", "end"];

    public static TheoryData<string> Orders => ["012", "120", "201"];

    // Every sequence of three events, each of any rank: while ranks still join, with all messages delivered in between, and with time in
    // between.
    [Theory, MemberData(nameof(Orders))]
    public void Job_EverySequenceOfThreeEvents_EndsWithoutAnybodyWaiting(string order)
    {
        var events = Kinds.SelectMany(kind => Enumerable.Range(0, Size).Select(rank => (kind, rank))).ToArray();
        foreach (var first in events)
            foreach (var second in events)
                foreach (var third in events)
                {
                    var job = new SimulatedJob(Size);
                    foreach (var rank in order) job.Start(rank - '0');
                    if (order != "012") job.DeliverAll();
                    foreach (var (kind, rank) in new[] { first, second, third })
                    {
                        Do(job, kind, rank);
                        if (order == "120") job.DeliverAll();
                        if (order == "201") job.Pass(Moment);
                    }

                    AssertSettles(job, $"{first} {second} {third}");
                }
    }

    [Fact]
    public void Job_AnyEventsAndDelays_EndsWithoutAnybodyWaiting()
    {
        var step = Gen.Elements(["up", "down", "up", "down", "start", "step", .. Kinds]).Zip(Gen.Choose(0, Size - 1));
        Prop.ForAll(step.ListOf().Resize(60).ToArbitrary(), steps =>
        {
            var job = new SimulatedJob(Size);
            foreach (var (kind, rank) in steps) Do(job, kind, rank);
            AssertSettles(job, string.Join(' ', steps));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));
    }

    [Fact]
    public void Raise_TwoRanks_TheFirstToArriveStands()
    {
        var job = Running();
        job.Raise(2);
        job.Raise(0);
        job.DeliverUp(0);
        job.DeliverUp(2);
        job.DeliverAll();
        Assert.All(job.Members, peer => Assert.Equal((0, "from 0"), (peer.State.Verdict!.Reporter, peer.State.Verdict.Report.Message)));
    }

    [Fact]
    public void Closed_WithoutWords_IsTheFaultAfterTheGrace()
    {
        var job = Running();
        job.Close(1);
        job.Step(TimeSpan.FromMilliseconds(200));
        job.DeliverAll();
        Assert.Null(job.Members[0].State.Verdict);
        job.Step(TimeSpan.FromMilliseconds(101));
        job.DeliverAll();
        var verdict = job.Members[0].State.Verdict!;
        Assert.Equal((1, "connection closed"), (verdict.Report.Rank, verdict.Report.TypeName));
        Assert.Equal(["rank 0: has not begun an operation", "rank 1: has not begun an operation", "rank 2: has not begun an " +
            "operation"], verdict.Ranks);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void ProcessEnded_BesideAClosedConnection_IsTheCause(bool closedFirst)
    {
        var job = Running();
        if (closedFirst) job.Close(1);
        job.EndProcess(1);
        job.Close(1);
        job.DeliverAll();
        var report = job.Members[2].State.Verdict!.Report;
        Assert.Equal((1, "SIGKILL"), (report.Rank, report.TypeName));
        Assert.Contains("last words", report.Message);
    }

    // 'await using' leaves before the exception that ends the program is seen by anybody.
    [Theory, InlineData("leave accuse end"), InlineData("accuse leave end"), InlineData("leave end accuse")]
    public void ProcessEnded_BadlyAfterItLeft_IsTheCauseForThoseWhoNeedIt(string events)
    {
        var job = Running();
        foreach (var happening in events.Split(' '))
        {
            Assert.Null(job.State.Verdict);
            if (happening == "accuse") job.Accuse(0, 1);
            else Do(job, happening, 1);
            job.DeliverAll();
            job.Step(TimeSpan.FromMilliseconds(200));
        }

        Assert.Equal((1, "SIGKILL"), (job.State.Verdict!.Report.Rank, job.State.Verdict.Report.TypeName));
    }

    [Fact]
    public void Raise_AgainstARankThatLeft_StandsWhenItsProcessTellsNothing()
    {
        var job = Running();
        job.Leave(1);
        job.DeliverAll();
        job.Accuse(0, 1);
        job.Pass(TimeSpan.FromMilliseconds(900));
        Assert.Null(job.State.Verdict);
        job.Pass(TimeSpan.FromMilliseconds(200));
        Assert.Equal((0, 1, "0 lost 1"), (job.State.Verdict!.Reporter, job.State.Verdict.Report.Rank, job.State.Verdict.Report.Message));
    }

    [Fact]
    public void Raise_WhatOthersSayOfARank_WaitsForItsOwnWords()
    {
        var job = Running();
        job.Accuse(0, 1);
        job.DeliverAll();
        Assert.Null(job.State.Verdict);
        job.Raise(1);
        job.DeliverAll();
        Assert.Equal((1, "from 1"), (job.State.Verdict!.Reporter, job.State.Verdict.Report.Message));
    }

    [Fact]
    public void Raise_WhatOthersSayOfASilentRank_StandsAfterTheGrace()
    {
        var job = Running();
        job.Accuse(0, 1);
        job.Pass(Moment);
        Assert.Equal((0, 1, "0 lost 1"), (job.State.Verdict!.Reporter, job.State.Verdict.Report.Rank, job.State.Verdict.Report.Message));
    }

    [Fact]
    public void Tick_FrozenMember_IsLostWithinItsLease()
    {
        var job = Running();
        job.Freeze(2);
        var start = job.Now;
        while (job.State.Verdict is null) job.Pass(TimeSpan.FromMilliseconds(100));
        Assert.InRange(job.Now - start, TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(3.2));
        Assert.Equal((2, "no sign of life"), (job.State.Verdict.Report.Rank, job.State.Verdict.Report.TypeName));
    }

    [Fact]
    public void Tick_AllMembersOfAMachineFrozen_AreNamedTogether()
    {
        var job = Running();
        job.Freeze(1);
        job.Freeze(2);
        while (job.State.Verdict is null) job.Pass(TimeSpan.FromMilliseconds(100));
        Assert.Equal(1, job.State.Verdict.Report.Rank);
        Assert.Matches(@"nothing was heard from it for 3\.\d s, nor from rank 2 for [23]\.\d s\. Expected", job.State.Verdict.Report.Message);
    }

    [Fact]
    public void Tick_CutOffMember_NoticesItself()
    {
        var job = Running();
        for (var step = 0; step < 32; step++) job.Step(TimeSpan.FromMilliseconds(100));
        Assert.All(job.Members, peer => Assert.Equal("coordinator lost", peer.State.Verdict!.Report.TypeName));
    }

    [Fact]
    public void Rejoin_SurvivorsButOne_WaitForItUntilTheDeadline()
    {
        var job = Running();
        job.Raise(0);
        job.DeliverAll();
        job.Rejoin(0);
        job.Rejoin(2);
        job.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(1, job.State.Generation);
        job.Pass(SimulatedJob.JoinTimeout);
        Assert.Equal((2, 2), (job.State.Generation, job.Members[2].State.Roster!.Size));
        Assert.Equal((0, 1), (job.Members[0].State.OwnRank, job.Members[2].State.OwnRank));
        Assert.Contains("did not ask for the next generation", job.Members[1].State.Refusal);
    }

    [Fact]
    public void Expect_NewcomerAnnounced_JoinsTheNextGeneration()
    {
        var state = new CoordinatorState(new CoordinatorSettings { WorldSize = 2 }, TimeSpan.Zero);
        state.Receive(1, Job.JoinAs(0, 2), TimeSpan.Zero);
        state.Receive(2, Job.JoinAs(1, 2), TimeSpan.Zero);
        state.Expect(1);
        state.ProcessEnded(new ProcessEnd(1, 1001, 3, null, []), TimeSpan.Zero);
        state.Closed(2, "closed", TimeSpan.Zero);
        Assert.Equal("exit code 3", state.Verdict!.Report.TypeName);
        state.Receive(1, new RejoinMessage(1), TimeSpan.Zero);
        Assert.Equal(1, state.Generation);
        var outputs = state.Receive(3, Job.JoinAs(null, 2), TimeSpan.Zero);
        var rosters = outputs.Select(output => (output.Connection, Roster: Assert.IsType<RosterMessage>(output.Message))).ToArray();
        Assert.Equal([(1, 0), (3, 1)], rosters.Select(entry => (entry.Connection, entry.Roster.OwnRank)));
        Assert.Equal((2, null), (rosters[0].Roster.Roster.Generation, rosters[0].Roster.Roster.Members[1].PreviousRank));
    }

    // Whoever hears of a fault may do so when survivors have other ranks already, and must not take one of them for the culprit.
    [Fact]
    public void Fault_ReadInTheNextGeneration_TellsTheProcessesOfItsOwn()
    {
        var state = new CoordinatorState(new CoordinatorSettings { WorldSize = 3 }, TimeSpan.Zero);
        foreach (var rank in new[] { 0, 1, 2 }) state.Receive(1 + rank, Job.JoinAs(rank, 3), TimeSpan.Zero);
        state.ProcessEnded(new ProcessEnd(1, 1001, 137, "SIGKILL", []), TimeSpan.Zero);
        var fault = state.Fault!;
        state.Closed(2, "closed", TimeSpan.Zero);
        foreach (var connection in new[] { 1, 3 }) state.Receive(connection, new RejoinMessage(1), TimeSpan.Zero);

        Assert.Equal((2, null), (state.Generation, state.Fault));
        Assert.Equal((1, 1001), (fault.Verdict.Report.Culprit, fault.Processes[fault.Verdict.Report.Culprit!.Value]));
        state.ProcessEnded(new ProcessEnd(null, 1002, 137, "SIGKILL", []), TimeSpan.Zero);
        Assert.Equal((1, 1002), (state.Fault!.Verdict.Report.Culprit, state.Fault.Processes[1]));
    }

    [Fact]
    public void Join_AnyRanks_FillTheGaps()
    {
        var state = new CoordinatorState(new CoordinatorSettings { WorldSize = 4 }, TimeSpan.Zero);
        List<CoordinatorOutput> outputs = [];
        foreach (var (connection, rank) in new (int, int?)[] { (1, null), (2, 0), (3, null), (4, 2) })
            outputs = state.Receive(connection, Job.JoinAs(rank, 4, 10 + connection), TimeSpan.Zero);
        Assert.Equal([(2, 0), (1, 1), (4, 2), (3, 3)],
            outputs.Select(output => (output.Connection, ((RosterMessage)output.Message).OwnRank)));
    }

    [Theory, InlineData(3), InlineData(100)]
    public void Join_RankOutsideTheWorld_RefusesOnlyIt(int rank)
    {
        var state = new CoordinatorState(new CoordinatorSettings { WorldSize = 3 }, TimeSpan.Zero);
        state.Receive(1, Job.JoinAs(0, 3), TimeSpan.Zero);
        var output = Assert.Single(state.Receive(2, Job.JoinAs(rank, 3), TimeSpan.Zero));
        Assert.Equal((2, true), (output.Connection, output.IsLast));
        Assert.Contains($"Got rank {rank} from process {1000 + rank} on here. Expected 0 to 2.", ((RefusedMessage)output.Message).Reason);
        Assert.Equal(CoordinatorState.Phase.Gathering, state.Current);
    }

    [Fact]
    public void ProcessEnded_BeforeTheJobBegan_TellsThoseWhoWait()
    {
        var state = new CoordinatorState(new CoordinatorSettings { WorldSize = 2 }, TimeSpan.Zero);
        state.Receive(1, Job.JoinAs(0, 2), TimeSpan.Zero);
        var output = Assert.Single(state.ProcessEnded(new ProcessEnd(1, 77, 134, "SIGABRT", ["no such file"]), TimeSpan.Zero));
        Assert.Contains("rank 1 ended before the job began. Got SIGABRT from process 77.", ((RefusedMessage)output.Message).Reason);
        Assert.Contains("no such file", state.Failure);
    }

    [Fact]
    public void ProcessEnded_InGoodOrderWithoutLeaving_IsADeparture()
    {
        var state = new CoordinatorState(new CoordinatorSettings { WorldSize = 2 }, TimeSpan.Zero);
        state.Receive(1, Job.JoinAs(0, 2), TimeSpan.Zero);
        state.Receive(2, Job.JoinAs(1, 2), TimeSpan.Zero);
        state.Closed(2, "closed", TimeSpan.Zero);
        var outputs = state.ProcessEnded(new ProcessEnd(1, 1001, 0, null, []), TimeSpan.Zero);
        Assert.Equal(new DepartedMessage(1, 1), Assert.Single(outputs).Message);
        Assert.Empty(state.Tick(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Cancel_WhileRunning_IsTheFaultOfTheWholeJob()
    {
        var job = Running();
        Assert.Equal(3, job.State.Cancel("by its user", job.Now).Count);
        var fault = job.State.Verdict!.Report.ToFault();
        Assert.Null(fault.Rank);
        Assert.IsType<OperationCanceledException>(fault.Cause);
    }

    // A rank whose verdict has come closes its links, so another may find one closed while its own verdict is between two of its threads.
    [Fact]
    public void Raise_VerdictHasCome_WaitsForItInsteadOfTheCandidate()
    {
        var job = Running();
        job.Raise(0);
        job.DeliverAll();

        var waits = job.Members[1].State.Raise(new FaultReport(0, FaultKind.Exception, "LinkException", "the connection ended"), out var message);

        Assert.True(waits);
        Assert.Null(message);
    }

    [Fact]
    public void Raise_CoordinatorCannotBeTold_LetsTheCandidateStand()
    {
        var job = Running();
        job.Members[1].State.Leave([]);

        var waits = job.Members[1].State.Raise(new FaultReport(1, FaultKind.Exception, "FormatException", "boom"), out var message);

        Assert.False(waits);
        Assert.Null(message);
    }

    private static SimulatedJob Running()
    {
        var job = new SimulatedJob(Size);
        for (var rank = 0; rank < Size; rank++) job.Start(rank);
        job.DeliverAll();
        Assert.All(job.Members, peer => Assert.Equal(MemberState.Phase.Active, peer.State.Current));
        return job;
    }

    private static void Do(SimulatedJob job, string kind, int rank)
    {
        switch (kind)
        {
            case "start": job.Start(rank); break;
            case "up": job.DeliverUp(rank); break;
            case "down": job.DeliverDown(rank); break;
            case "step": job.Step(Moment); break;
            case "raise": job.Raise(rank); break;
            case "accuse": job.Accuse(rank, (rank + 1) % Size); break;
            case "leave": job.Leave(rank); break;
            case "rejoin": job.Rejoin(rank); break;
            case "freeze": job.Freeze(rank); break;
            case "close": job.Close(rank); break;
            case "end": job.EndProcess(rank); break;
        }
    }

    // After the deadlines nobody waits any more, and those who still work belong to one generation of living ranks without a fault.
    private static void AssertSettles(SimulatedJob job, string story)
    {
        job.Pass(2 * SimulatedJob.JoinTimeout + TimeSpan.FromSeconds(10), inSteps: Moment);
        var living = job.Members.Where(peer => peer.HasStarted && !peer.IsFrozen).ToArray();
        foreach (var peer in living)
        {
            Assert.False(peer.State.Current is MemberState.Phase.Joining or MemberState.Phase.Rejoining, story);
            if (peer.State.Current == MemberState.Phase.Faulted) Assert.True(peer.State.Verdict is not null, story);
        }

        var working = living.Where(peer => peer.State.Current == MemberState.Phase.Active).ToArray();
        foreach (var peer in working)
        {
            Assert.Equal((job.State.Generation, null), (peer.State.Roster!.Generation, peer.State.Verdict));
            Assert.Equal(CoordinatorState.Phase.Running, job.State.Current);
            var gone = job.Members.Where(other => other.IsFrozen && other.State.Roster?.Generation == job.State.Generation
                && !other.State.Departed.Contains(other.State.OwnRank));
            Assert.True(gone.All(other => peer.State.Departed.Contains(other.State.OwnRank)), story);
        }
    }
}
