using System.Diagnostics;
using Tutti.Communication.Collectives;
using Tutti.Communication.Faults;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.SharedMemory;

namespace Tutti.Communication.Tests.Transports.SharedMemory;

public sealed unsafe class SegmentBoardTests : IDisposable
{
    private readonly string job = SegmentRanks.NewJob();

    public void Dispose()
    {
        foreach (var file in SegmentRanks.FilesOf(job)) File.Delete(file);
    }

    [Fact]
    public void Join_ByAllRanks_RemovesTheNameAndKeepsTheMemory()
    {
        using var first = Join(0, 2);
        var file = Assert.Single(SegmentRanks.FilesOf(job));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        using var second = Join(1, 2);
        Assert.Empty(SegmentRanks.FilesOf(job));
        first.Slots[1].Arrived = 42;
        Assert.Equal(42, second.Slots[1].Arrived);
        *(int*)first.StagingOf(1) = 7;
        Assert.Equal(7, *(int*)second.StagingOf(1));
    }

    [Fact]
    public void Join_BeforeRankZero_FindsTheSegmentLater()
    {
        SegmentBoard? late = null;
        var thread = new Thread(() => late = Join(1, 2));
        thread.Start();
        using var first = Join(0, 2);
        Assert.True(thread.Join(Ranks.Deadline));
        Assert.Equal(1, late!.Rank);
    }

    [Fact]
    public void Join_WithAnotherSize_IsRefusedWithBoth()
    {
        using var first = Join(0, 2);
        Assert.Contains("Got number of ranks 2. Expected 3.", Assert.Throws<InvalidDataException>(() => Join(1, 3)).Message);
    }

    [Fact]
    public void Join_WithAnotherVersion_IsRefusedWithBoth()
    {
        using var first = Join(0, 2);
        using (var file = File.OpenHandle(SegmentRanks.FilesOf(job)[0], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
            RandomAccess.Write(file, [99], sizeof(long));
        Assert.Contains("Got version 99. Expected 1.", Assert.Throws<InvalidDataException>(() => Join(1, 2)).Message);
    }

    [Fact]
    public void Join_AsARankThatIsTaken_IsRefused()
    {
        using var first = Join(0, 3);
        using var second = Join(1, 3);
        Assert.Contains("two processes are rank 1", Assert.Throws<InvalidOperationException>(() => Join(1, 3)).Message);
    }

    [Fact]
    public void Join_WithoutRankZero_GivesUpAfterTheTimeout()
    {
        var options = SegmentRanks.Options(job, 1, 2) with { Timeout = Ranks.Short };
        var problem = Assert.Throws<TimeoutException>(() => SegmentBoard.Join(options, new FaultBoard()));
        Assert.Contains("rank 1 found no segment", problem.Message);
    }

    [Fact]
    public void Join_OfAJobThatFaults_GivesUpAtOnce()
    {
        var faults = new FaultBoard();
        faults.Raise(new GroupFault(0, new FormatException("boom")));
        var problem = Assert.Throws<OperationCanceledException>(() => SegmentBoard.Join(SegmentRanks.Options(job, 1, 2), faults));
        Assert.Contains("FormatException: boom", problem.Message);
    }

    [Fact]
    public void Dispose_OfAFaultedJob_RemovesTheNameThoughNotAllHaveAttached()
    {
        var faults = new FaultBoard();
        var board = SegmentBoard.Join(SegmentRanks.Options(job, 0, 2), faults);
        faults.Raise(new GroupFault(1, new FormatException("boom")));
        Assert.Single(SegmentRanks.FilesOf(job));
        board.Dispose();
        Assert.Empty(SegmentRanks.FilesOf(job));
    }

    [Theory, InlineData("a/b", 32_768), InlineData("", 32_768), InlineData("a", 4_096), InlineData("a", 40_000)]
    public void Join_WithOptionsThatDoNotFit_IsRefused(string name, int staging) => Assert.Throws<ArgumentException>(() =>
        SegmentBoard.Join(SegmentRanks.Options(name, 0, 1) with { StagingBytes = staging }, new FaultBoard()));

    [Fact]
    public void Join_WithMoreThanThereIsRoomFor_SaysSoAndLeavesNothing()
    {
        var options = SegmentRanks.Options(job, 0, 1_000_000) with { StagingBytes = 1 << 30 };
        var problem = Assert.Throws<IOException>(() => SegmentBoard.Join(options, new FaultBoard()));
        Assert.Contains("there is no room in shared memory", problem.Message);
        Assert.Empty(SegmentRanks.FilesOf(job));
    }

    [Fact]
    public void AllocateShards_WithoutRoom_SaysSoOnEveryRankAndTheGroupGoesOn()
    {
        var folder = SegmentFiles.Folder(isPortable: false);
        var shardBytes = (long)int.MaxValue * sizeof(float);
        var shardCount = (int)Math.Min(1_000_000, SegmentFiles.FreeBytes(Path.Combine(folder, "x")) / shardBytes + 3);
        var problems = SegmentRanks.Run(3, group =>
        {
            var problem = Assert.Throws<IOException>(() => group.AllocateShards(ShardMap.Contiguous(shardCount, 3), int.MaxValue));
            group.Barrier();
            return problem.Message;
        });
        foreach (var problem in problems)
            Assert.Matches(
                @"^AllocateShards: there is no room in shared memory\. Got [\d,]+ bytes free in .+\. Expected [\d,]+\.", problem);
        Assert.Single(problems.Distinct());
    }

    [Fact]
    public void AllocateShards_MemoryOutlivesGroupAndBuffer()
    {
        var memory = SegmentRanks.Run(2, group =>
        {
            var buffer = group.AllocateShards(ShardMap.Contiguous(4, 2), 1_000);
            buffer.Shard(1).Span.Fill(group.Rank + 1);
            return buffer.Shard(1);
        });
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(2_000, memory[0].ToArray().Sum() * 2);
        Assert.Equal(2_000, memory[1].ToArray().Sum());
        using var pin = memory[1][3..].Pin();
        Assert.Equal(2, *(float*)pin.Pointer);
        Assert.Equal(12, (nint)pin.Pointer % 64);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Sleep_WokenBefore_ReturnsAtOnceAndOnlyOnce(bool isPortable)
    {
        using var board = SegmentBoard.Join(SegmentRanks.Options(job, 0, 1) with { IsPortable = isPortable }, new FaultBoard());
        board.Wake(0);
        board.Wake(0);
        var watch = Stopwatch.StartNew();
        board.Sleep(0, Ranks.Deadline);
        Assert.True(watch.Elapsed < Ranks.Deadline / 2);
        watch.Restart();
        board.Sleep(0, TimeSpan.FromMilliseconds(50));
        Assert.InRange(watch.ElapsedMilliseconds, 45, (long)Ranks.Deadline.TotalMilliseconds);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Fault_WhileARankSleeps_WakesIt(bool isPortable)
    {
        var faults = new FaultBoard();
        var options = SegmentRanks.Options(job, 0, 2) with { IsPortable = isPortable };
        using var board = SegmentBoard.Join(options, faults);
        using var absent = SegmentBoard.Join(options with { Rank = 1 }, new FaultBoard());
        Exception? error = null;
        var thread = new Thread(() => error = Record.Exception(new MemoryGroup(board, 0).Barrier));
        thread.Start();
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref board.Slots[0].SleepsFor) == 2, Ranks.Deadline));
        faults.Raise(new GroupFault(1, new IOException("killed")));
        Assert.True(thread.Join(Ranks.Deadline / 2), "the rank slept on");
        Assert.Equal(1, Assert.IsType<PeerLostException>(error).Peer);
    }

    [Fact]
    public void Collective_PeerWithdrawsOrDeparts_FailsWithoutHearingOfItsFault()
    {
        var boards = new[] { Join(0, 2), Join(1, 2) };
        var group = new MemoryGroup(boards[0], 0);
        Volatile.Write(ref boards[1].Slots[1].Withdrawn, 1);
        Assert.Contains("rank 1 of 2 has given up", Assert.Throws<PeerLostException>(group.Barrier).Message);

        var other = SegmentRanks.NewJob();
        using var first = SegmentBoard.Join(SegmentRanks.Options(other, 0, 2), new FaultBoard());
        new MemoryGroup(SegmentBoard.Join(SegmentRanks.Options(other, 1, 2), new FaultBoard()), 1).Dispose();
        Assert.Contains("rank 1 of 2 has ended its work", Assert.Throws<PeerLostException>(new MemoryGroup(first, 0).Barrier).Message);
        foreach (var board in boards) board.Dispose();
    }

    [Fact]
    public void Rings_BetweenAllPairs_KeepTheirBytesApart()
    {
        var boards = Enumerable.Range(0, 3).Select(rank => Join(rank, 3)).ToArray();
        foreach (var from in boards)
            for (var to = 0; to < 3; to++) Assert.Equal(2, from.RingTo(from.Rank, to).TrySend([(byte)from.Rank, (byte)to]));
        var bytes = new byte[10];
        foreach (var to in boards)
            for (var from = 0; from < 3; from++)
            {
                Assert.Equal(2, to.FindRing(to.Rank, from).TryReceive(bytes));
                Assert.Equal((from, to.Rank), (bytes[0], bytes[1]));
            }

        foreach (var board in boards) board.Dispose();
    }

    private SegmentBoard Join(int rank, int size) => SegmentBoard.Join(SegmentRanks.Options(job, rank, size), new FaultBoard());
}
