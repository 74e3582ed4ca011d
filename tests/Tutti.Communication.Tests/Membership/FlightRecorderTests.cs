using System.Diagnostics;
using Tutti.Communication.Collectives;
using Tutti.Communication.Membership;

namespace Tutti.Communication.Tests.Membership;

public sealed class FlightRecorderTests : IDisposable
{
    private static readonly CollectiveHeader Header = new(CollectiveOperation.AllReduce, ElementKind.Float, 100, 7, 9, ReductionKind.Sum);
    private readonly string folder = Directory.CreateTempSubdirectory("tutti-flight").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Read_RankInsideAnOperation_SaysWhichAndForHowLong()
    {
        var recorder = FlightRecorder.Create(folder, 2);
        for (var number = 1; number <= 417; number++) recorder.End(recorder.Begin(Header, 5, number));
        recorder.Begin(Header, 5, 418);
        var report = FlightReport.Read(folder, 2)!;
        Assert.Equal((2, Environment.ProcessId, 256), (report.Rank, report.ProcessId, report.Operations.Count));
        Assert.Equal(Enumerable.Range(163, 256), report.Operations.Select(entry => (int)entry.Number));
        var last = report.Operations[^1];
        Assert.Equal((100L, 7L, 9UL, 5, (byte)CollectiveOperation.AllReduce, (byte)ElementKind.Float, (byte)ReductionKind.Sum),
            (last.Count, last.Detail, last.Digest, last.Context, last.Operation, last.Element, last.Reduction));
        Assert.Matches(@"^rank 2: in AllReduce #418 for \d+\.\d s$", report.Describe());
        Assert.Equal("rank 2: in AllReduce #418 for 3.1 s",
            report.Activity(last.Started + 31 * Stopwatch.Frequency / 10).Describe(2, TimeSpan.Zero));
        Assert.Equal((418, true), (recorder.Activity.Number, recorder.Activity.IsInside));
    }

    [Fact]
    public void Read_RankBetweenOperations_SaysSo()
    {
        var recorder = FlightRecorder.Create(folder, 1);
        Assert.Equal("rank 1: has not begun an operation", FlightReport.Read(folder, 1)!.Describe());
        Assert.Equal(RankActivity.None, recorder.Activity);
        recorder.End(recorder.Begin(Header, 0, 417));
        Assert.StartsWith("rank 1: finished AllReduce #417, between operations for ", FlightReport.Read(folder, 1)!.Describe());
    }

    [Fact]
    public void Recorder_OfAGroup_NumbersOperationsAsItsErrorsDo()
    {
        using var group = World.Single().Group;
        group.Recorder = FlightRecorder.Create(null, 0);
        group.Barrier();
        group.Barrier();
        Assert.Equal((2, 2), (group.OperationNumber, group.Recorder.Activity.Number));
    }

    [Fact]
    public void Read_GroupsBesideEachOther_FindsTheOneThatStillRuns()
    {
        var recorder = FlightRecorder.Create(null, 0);
        recorder.Begin(Header, 1, 3);
        recorder.End(recorder.Begin(Header, 2, 50));
        Assert.Equal((3, true), (recorder.Activity.Number, recorder.Activity.IsInside));
    }

    [Fact]
    public void Of_EntryHalfWritten_LeavesItOut()
    {
        var recorder = FlightRecorder.Create(folder, 0);
        for (var number = 1; number <= 3; number++) recorder.End(recorder.Begin(Header, 0, number));
        var bytes = File.ReadAllBytes(FlightRecorder.PathOf(folder, 0));
        // As a process leaves it that dies after its first store.
        bytes.AsSpan(FlightRecorder.HeaderBytes + 2 * FlightRecorder.EntryBytes, 8).Clear();
        File.WriteAllBytes(FlightRecorder.PathOf(folder, 7), bytes);
        Assert.Equal([1, 2], FlightReport.Read(folder, 7)!.Operations.Select(entry => (int)entry.Number));
    }

    [Fact]
    public void Read_NoSuchFileOrGarbage_IsNull()
    {
        Assert.Null(FlightReport.Read(folder, 9));
        File.WriteAllBytes(FlightRecorder.PathOf(folder, 9), new byte[FlightRecorder.FileBytes]);
        Assert.Null(FlightReport.Read(folder, 9));
        File.WriteAllText(FlightRecorder.PathOf(folder, 9), "short");
        Assert.Null(FlightReport.Read(folder, 9));
    }

    [Fact]
    public void Read_WhileTheWriterWorks_NeverMixesTwoOperations()
    {
        var recorder = FlightRecorder.Create(folder, 3);
        var isOver = false;
        var writer = new Thread(() =>
        {
            for (var number = 1L; !Volatile.Read(ref isOver); number++)
                recorder.End(recorder.Begin(Header with { Count = number, Detail = -number, Digest = (ulong)number }, (int)number, number));
        });
        writer.IsBackground = true;
        writer.Start();
        for (var round = 0; round < 300; round++)
            Assert.All(FlightReport.Read(folder, 3)!.Operations, entry =>
                Assert.Equal((entry.Number, -entry.Number, (ulong)entry.Number), (entry.Count, entry.Detail, entry.Digest)));
        Volatile.Write(ref isOver, true);
        Assert.True(writer.Join(Ranks.Deadline));
    }

    [Fact]
    public void Begin_ManyTimes_AllocatesNothing()
    {
        var recorder = FlightRecorder.Create(folder, 0);
        recorder.End(recorder.Begin(Header, 0, 1));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var number = 0; number < 10_000; number++) recorder.End(recorder.Begin(Header, 0, number));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Create_InAFolder_IsForTheOwnerOnly()
    {
        FlightRecorder.Create(folder, 0);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FlightRecorder.PathOf(folder, 0)));
    }
}
