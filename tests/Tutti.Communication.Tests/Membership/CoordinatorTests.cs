using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using Tutti.Communication.Faults;
using Tutti.Communication.Membership;

namespace Tutti.Communication.Tests.Membership;

public sealed class CoordinatorTests
{
    private static readonly JobSecret Other = JobSecret.Parse(new string('b', 64), "the test");

    [Theory, InlineData(1), InlineData(3), InlineData(8)]
    public async Task Join_AllRanks_EveryoneGetsTheSameRoster(int size)
    {
        await using var job = new Job(size);
        var members = await job.StartAllAsync(size);
        for (var rank = 0; rank < size; rank++)
        {
            Assert.Equal((rank, 1, size), (members[rank].Rank, members[rank].Generation, members[rank].Roster.Size));
            Assert.Equal(Enumerable.Range(1000, size), members[rank].Roster.Members.Select(entry => entry.Facts.ProcessId));
            Assert.Equal((rank, size), members[rank].Roster.LocalPlace(rank));
        }
    }

    [Fact]
    public async Task Leave_AllRanks_ResultsArriveAndTheJobIsOver()
    {
        await using var job = new Job(3);
        var members = await job.StartAllAsync(3);
        var large = new byte[3 << 20];
        new System.Random(1).NextBytes(large);
        Assert.True(await members[0].LeaveAsync([1]));
        Assert.True(await members[1].LeaveAsync(large));
        Assert.False(job.Coordinator.WhenOver.IsCompleted);
        Assert.True(SpinWait.SpinUntil(() => members[2].Departed.Count == 2, Ranks.Deadline));
        Assert.True(await members[2].LeaveAsync([]));
        await job.Coordinator.WhenOver.WaitAsync(Ranks.Deadline);
        Assert.Equal([1], job.Coordinator.Results[0]);
        Assert.Equal(large, job.Coordinator.Results[1]);
        Assert.Null(job.Coordinator.Verdict);
    }

    [Fact]
    public async Task Raise_ByOneRank_IsTheFaultOfAllAndTheirsStaysAsItWas()
    {
        await using var job = new Job(3);
        var members = await job.StartAllAsync(3);
        var cause = new FormatException("boom");
        var stands = members[1].JobFaultBoard.Raise(new GroupFault(1, cause));
        Assert.Same(cause, stands.Cause);
        foreach (var member in members)
        {
            await member.JobFaultBoard.WhenFaulted.WaitAsync(Ranks.Deadline);
            Assert.Equal(1, member.JobFaultBoard.Current!.Rank);
            Assert.Equal("boom", member.JobFaultBoard.Current.Cause.Message);
        }

        var remote = Assert.IsType<RemoteException>(members[2].JobFaultBoard.Current!.Cause);
        Assert.Equal(("FormatException", 1), (remote.TypeName, remote.Rank));
        var late = members[0].JobFaultBoard.Raise(new GroupFault(0, new FormatException("late")));
        Assert.Equal("boom", late.Cause.Message);
        Assert.Equal(3, members[0].Verdict!.Ranks.Count);
    }

    [Fact]
    public async Task Raise_ByAllAtOnce_OneStandsEverywhere()
    {
        await using var job = new Job(4);
        var members = await job.StartAllAsync(4);
        var stands = await Task.WhenAll(members.Select(member =>
            Task.Run(() => member.JobFaultBoard.Raise(new GroupFault(member.Rank, new FormatException($"from {member.Rank}"))))));
        Assert.Single(stands.Select(fault => (fault.Rank, fault.Cause.Message)).Distinct());
    }

    [Fact]
    public async Task Rejoin_AfterALoss_GivesSurvivorsCompactRanksInOrder()
    {
        await using var job = new Job(4);
        var members = await job.StartAllAsync(4);
        await members[1].DisposeAsync();
        foreach (var member in new[] { members[0], members[2], members[3] })
            await member.JobFaultBoard.WhenFaulted.WaitAsync(Ranks.Deadline);
        Assert.Equal(1, members[0].JobFaultBoard.Current!.Rank);
        Assert.Contains("process 1001 on here", members[0].JobFaultBoard.Current!.Cause.Message);
        var rosters = await Task.WhenAll(new[] { 3, 0, 2 }.Select(rank => members[rank].RejoinAsync(CancellationToken.None)));
        Assert.All(rosters, roster => Assert.Equal((2, 3), (roster.Generation, roster.Size)));
        Assert.Equal((0, 1, 2), (members[0].Rank, members[2].Rank, members[3].Rank));
        Assert.Equal([0, 2, 3], rosters[0].Members.Select(entry => entry.PreviousRank!.Value));
        Assert.Null(members[3].JobFaultBoard.Current);
        var cause = new FormatException("again");
        members[3].JobFaultBoard.Raise(new GroupFault(2, cause));
        await members[0].JobFaultBoard.WhenFaulted.WaitAsync(Ranks.Deadline);
        Assert.Equal(2, members[0].JobFaultBoard.Current!.Rank);
    }

    [Fact]
    public async Task Rejoin_WithoutAFault_IsRefused()
    {
        await using var job = new Job(1);
        var members = await job.StartAllAsync(1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => members[0].RejoinAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Report_ProcessEnd_IsTheCauseInsteadOfTheClosedConnection()
    {
        await using var job = new Job(2);
        var members = await job.StartAllAsync(2);
        await members[1].DisposeAsync();
        job.Coordinator.Report(new ProcessEnd(1, 1001, 137, "SIGKILL", ["last", "words"]));
        await members[0].JobFaultBoard.WhenFaulted.WaitAsync(Ranks.Deadline);
        var cause = Assert.IsType<RemoteException>(members[0].JobFaultBoard.Current!.Cause);
        Assert.Equal(("SIGKILL", 1), (cause.TypeName, cause.Rank));
        Assert.Contains("last | words", cause.Message);
    }

    [Fact]
    public async Task Coordinator_Dies_EveryMemberNamesItWithinFourSeconds()
    {
        await using var job = new Job(2);
        var members = await job.StartAllAsync(2);
        var watch = Stopwatch.StartNew();
        await job.Coordinator.DisposeAsync();
        foreach (var member in members)
        {
            await member.JobFaultBoard.WhenFaulted.WaitAsync(Ranks.Deadline);
            Assert.StartsWith("the coordinator at 127.0.0.1:", member.JobFaultBoard.Current!.Cause.Message);
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        await Assert.ThrowsAsync<RendezvousException>(() => members[0].RejoinAsync(CancellationToken.None));
        Assert.False(await members[0].LeaveAsync([]));
    }

    [Fact]
    public async Task Member_Silent_IsLostAfterItsLease()
    {
        await using var job = new Job(2);
        var member = job.Start(0, 2);
        using var silent = job.Channel();
        silent.Stream.Write(ControlCodec.Encode(Job.JoinAs(1, 2)));
        await member.JoinedAsync(CancellationToken.None);
        var watch = Stopwatch.StartNew();
        await member.JobFaultBoard.WhenFaulted.WaitAsync(Ranks.Deadline);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4.5));
        Assert.Equal("no sign of life", Assert.IsType<RemoteException>(member.JobFaultBoard.Current!.Cause).TypeName);
    }

    [Fact]
    public async Task Join_WrongSecret_RefusesOnlyThatProcess()
    {
        await using var job = new Job(1, options => options with { JoinTimeout = TimeSpan.FromSeconds(10) });
        var stranger = job.Start(0, 1, Other);
        var error = await Assert.ThrowsAsync<RendezvousException>(() => stranger.JoinedAsync(CancellationToken.None));
        Assert.Contains("do not have the same secret", error.Message);
        Assert.DoesNotContain("aaaa", error.Message);
        await job.Start(0, 1).JoinedAsync(CancellationToken.None).WaitAsync(Ranks.Deadline);
    }

    [Fact]
    public async Task Join_OtherVersion_BothSidesNameBoth()
    {
        await using var job = new Job(1, options => options with { JoinTimeout = TimeSpan.FromSeconds(1) });
        using var socket = job.Raw();
        var hello = new byte[Handshake.HelloBytes];
        "TUTTI\n"u8.CopyTo(hello);
        hello[6] = 9;
        socket.Send(hello);
        var answer = new byte[8];
        for (var read = 0; read < 8;) read += socket.Receive(answer.AsSpan(read));
        Assert.Equal(Handshake.Version, BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(6)));
        socket.Dispose();
        await job.Coordinator.WhenOver.WaitAsync(Ranks.Deadline);
        Assert.Contains("Got version 9. Expected 1.", job.Coordinator.Failure);
    }

    [Fact]
    public async Task Join_SameRankTwice_TellsEverybodyBothProcesses()
    {
        await using var job = new Job(3);
        var first = job.Start(0, 3, processId: 11);
        var waiting = job.Start(2, 3, processId: 12);
        Assert.True(SpinWait.SpinUntil(() => first.ClockOffset is not null && waiting.ClockOffset is not null, Ranks.Deadline));
        var second = job.Start(0, 3, processId: 13);
        foreach (var member in new[] { first, waiting, second })
        {
            var error = await Assert.ThrowsAsync<RendezvousException>(() =>
                member.JoinedAsync(CancellationToken.None).WaitAsync(Ranks.Deadline));
            Assert.Equal("Join: two processes want to be rank 0. Got process 11 on here and process 13 on here. Expected one process a " +
                "rank. Correct the RANK of one of them.", error.Message);
        }
    }

    [Fact]
    public async Task Join_OtherWorldSize_TellsEverybody()
    {
        await using var job = new Job(3);
        var first = job.Start(0, 3);
        Assert.True(SpinWait.SpinUntil(() => first.ClockOffset is not null, Ranks.Deadline));
        var second = job.Start(1, 4);
        foreach (var member in new[] { first, second })
        {
            var error = await Assert.ThrowsAsync<RendezvousException>(() =>
                member.JoinedAsync(CancellationToken.None).WaitAsync(Ranks.Deadline));
            Assert.Contains("do not agree on the world size. Got 4 from process 1001 on here. Expected 3", error.Message);
        }
    }

    [Fact]
    public async Task Join_RankMissing_IsNamedAtTheDeadline()
    {
        await using var job = new Job(3, options => options with { JoinTimeout = Ranks.Short });
        var member = job.Start(1, 3);
        var error = await Assert.ThrowsAsync<RendezvousException>(() =>
            member.JoinedAsync(CancellationToken.None).WaitAsync(Ranks.Deadline));
        Assert.Contains("ranks 0, 2 did not join within 0.4 s. Got 1 of 3: rank 1 (process 1001 on here)", error.Message);
        await job.Coordinator.WhenOver.WaitAsync(Ranks.Deadline);
    }

    [Fact]
    public async Task Listen_PortInUse_NamesThePort()
    {
        await using var job = new Job(1);
        var options = new CoordinatorOptions { WorldSize = 1, Secret = Job.Secret, Port = job.Coordinator.Port };
        var error = Assert.Throws<RendezvousException>(() => Coordinator.Listen(options));
        Assert.Contains($"for port {job.Coordinator.Port} at 127.0.0.1", error.Message);
        Assert.StartsWith("Coordinator: the port is in use.", error.Message);
    }

    [Fact]
    public async Task Accept_GarbageAndSilence_DisturbNobody()
    {
        await using var job = new Job(2);
        var quiet = Enumerable.Range(0, 20).Select(_ => job.Raw()).ToArray();
        using var http = job.Raw();
        http.Send("GET / HTTP/1.1\r\nHost: here\r\n\r\n"u8);
        Assert.True(IsClosed(http));
        await job.StartAllAsync(2);
        foreach (var socket in quiet) socket.Dispose();
    }

    [Fact]
    public async Task Accept_PeerThatSendsAByteNowAndThen_IsClosedByTheDeadline()
    {
        await using var job = new Job(1);
        using var slow = job.Raw();
        using var stop = new CancellationTokenSource(Ranks.Deadline);
        var watch = Stopwatch.StartNew();
        var hello = "TUTTI\n\u0001\0\u0001\u0001\0"u8.ToArray();
        using var drip = new Timer(state => Drip(slow, hello, (int[])state!), new int[1], TimeSpan.Zero, TimeSpan.FromMilliseconds(300));
        Assert.True(IsClosed(slow, Handshake.HelloBytes));
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(8));
    }

    [Theory, InlineData("FFFFFFFFFFFFFFFF"), InlineData("5443010300000080"), InlineData("5443010107000000FF"),
        InlineData("54430163FFFFFF7F")]
    public async Task Receive_FramesThatAreNone_EndTheConnectionAndNameTheRank(string frame)
    {
        await using var job = new Job(2);
        var member = job.Start(0, 2);
        using var bad = job.Channel();
        bad.Stream.Write(ControlCodec.Encode(Job.JoinAs(1, 2)));
        await member.JoinedAsync(CancellationToken.None);
        var before = GC.GetTotalAllocatedBytes();
        bad.Stream.Write(Convert.FromHexString(frame));
        bad.Stream.Write(new byte[16]);
        await member.JobFaultBoard.WhenFaulted.WaitAsync(Ranks.Deadline);
        // Other tests allocate meanwhile, but not the two gigabytes that a frame here announces.
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 1 << 30);
        var fault = member.JobFaultBoard.Current!;
        Assert.Equal(1, fault.Rank);
        Assert.Contains("Control channel: a frame is not understood.", fault.Cause.Message);
    }

    [Fact]
    public async Task Exchange_AllRanks_GiveEachOtherTheirParts()
    {
        await using var job = new Job(3);
        var members = await job.StartAllAsync(3);
        for (var round = 1; round < 4; round++)
        {
            var all = await Task.WhenAll(members.Select(member =>
                member.ExchangeAsync(round, [(byte)member.Rank, (byte)round], Ranks.Deadline, CancellationToken.None)));
            foreach (var parts in all) Assert.Equal([0, 1, 2], parts.Select(part => (int)part[0]));
            Assert.All(all[0], part => Assert.Equal(round, part[1]));
        }
    }

    [Fact]
    public async Task Exchange_OneRankAbsent_EndsAtItsDeadline()
    {
        await using var job = new Job(2);
        var members = await job.StartAllAsync(2);
        var error = await Assert.ThrowsAsync<RendezvousException>(() =>
            members[0].ExchangeAsync(1, [], Ranks.Short, CancellationToken.None));
        Assert.StartsWith("Exchange: it was not done within 0.4 s.", error.Message);
    }

    private static void Drip(Socket socket, byte[] bytes, int[] next)
    {
        try
        {
            socket.Send(bytes.AsSpan(next[0]++ % bytes.Length, 1));
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // What the test waits for.
        }
    }

    private static bool IsClosed(Socket socket, int mostBytes = 0)
    {
        var total = 0;
        try
        {
            while (socket.Receive(new byte[64]) is var read and > 0) total += read;
        }
        catch (SocketException reset) when (reset.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // As good as closed.
        }

        return total <= mostBytes;
    }
}
