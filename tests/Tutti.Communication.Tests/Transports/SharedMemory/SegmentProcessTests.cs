using System.Diagnostics;
using Tutti.Communication.Faults;
using Tutti.Communication.Transports.SharedMemory;

namespace Tutti.Communication.Tests.Transports.SharedMemory;

public sealed class SegmentProcessTests : IDisposable
{
    private readonly string job = SegmentRanks.NewJob();
    private readonly List<Process> processes = [];

    [Theory, InlineData(2), InlineData(4)]
    public void Collectives_OfProcesses_DoWhatTheyMustAndLeaveNoFile(int size)
    {
        for (var rank = 0; rank < size; rank++) Start("segment-sound", rank, size);
        foreach (var process in processes) Assert.Equal("done", Line(process));
        foreach (var process in processes) Assert.Equal(0, CodeOf(process));
        Assert.Empty(SegmentRanks.FilesOf(job));
    }

    [Fact]
    public void Collective_RankIsKilled_OthersAreFreedByTheVerdictAndLeaveNoFile()
    {
        for (var rank = 0; rank < 3; rank++) Start("segment-survive", rank, 3);
        foreach (var process in processes) Assert.Equal("running", Line(process));
        processes[1].Kill();
        Assert.NotEqual(0, CodeOf(processes[1]));
        foreach (var survivor in new[] { processes[0], processes[2] })
        {
            survivor.StandardInput.WriteLine("1");
            Assert.Equal("lost 1 killed", Line(survivor));
            Assert.Equal(0, CodeOf(survivor));
        }

        Assert.Empty(SegmentRanks.FilesOf(job));
    }

    [Fact]
    public void Join_AfterAMakerWasKilledAlone_RemovesWhatItLeft()
    {
        Start("segment-make", 0, 2);
        Assert.Equal("made", Line(processes[0]));
        var other = SegmentRanks.NewJob();
        SegmentBoard.Join(SegmentRanks.Options(other, 0, 1), new FaultBoard()).Dispose();
        Assert.Single(SegmentRanks.FilesOf(job));
        processes[0].Kill();
        Assert.NotEqual(0, CodeOf(processes[0]));
        Assert.Single(SegmentRanks.FilesOf(job));
        SegmentBoard.Join(SegmentRanks.Options(other, 0, 1), new FaultBoard()).Dispose();
        Assert.Empty(SegmentRanks.FilesOf(job));
    }

    public void Dispose()
    {
        foreach (var process in processes)
        {
            if (!process.HasExited) process.Kill();
            process.Dispose();
        }
    }

    private void Start(string scenario, int rank, int size)
    {
        var start = new ProcessStartInfo("dotnet", [WorkerProgram.Path, scenario, job, $"{rank}", $"{size}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        processes.Add(Process.Start(start)!);
    }

    private static string? Line(Process process)
    {
        var line = process.StandardOutput.ReadLineAsync();
        Assert.True(line.Wait(3 * Ranks.Deadline, TestContext.Current.CancellationToken), "a process says nothing");
        return line.GetAwaiter().GetResult();
    }

    private static int CodeOf(Process process)
    {
        Assert.True(process.WaitForExit(Ranks.Deadline), "a process does not end");
        return process.ExitCode;
    }
}
