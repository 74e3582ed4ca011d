using Tutti.Communication.Faults;
using Tutti.Communication.Scenarios;
using Tutti.Communication.Transports.Memory;
using Tutti.Communication.Transports.SharedMemory;

namespace Tutti.Communication.Tests.Worker.SharedMemory;

/// <summary>What one process of a shared-memory job does. Arguments: job, rank, size.</summary>
internal static class SegmentScenarios
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    internal static void AddTo(Dictionary<string, Func<string[], int>> scenarios)
    {
        scenarios["segment-sound"] = args => RunSound(args);
        scenarios["segment-make"] = args => Make(args);
        scenarios["segment-survive"] = args => Survive(args);
    }

    private static MemoryGroup Join(string[] args, FaultBoard faults)
    {
        var (rank, size) = (int.Parse(args[1]), int.Parse(args[2]));
        var options = new SegmentOptions { Job = args[0], Rank = rank, Size = size, Timeout = Limit, StagingBytes = 32_768 };
        return new MemoryGroup(SegmentBoard.Join(options, faults), rank);
    }

    // All scenarios that leave the group usable, in one job.
    private static int RunSound(string[] args)
    {
        using var group = Join(args, new FaultBoard());
        foreach (var scenario in ScenarioTable.Sound)
            if (group.Size >= scenario.SmallestSize) scenario.Body(group);
        return Say("done");
    }

    // Makes the segment, and waits there to be killed.
    private static int Make(string[] args)
    {
        using var group = Join(args, new FaultBoard());
        Say("made");
        Console.In.ReadLine();
        return 0;
    }

    // Reduces until it fails; the test is the membership: a line from it is the verdict, that the rank it names is lost.
    private static int Survive(string[] args)
    {
        var faults = new FaultBoard();
        var group = Join(args, faults);
        var verdict = new Thread(() =>
        {
            if (int.TryParse(Console.In.ReadLine(), out var lost)) faults.Raise(new GroupFault(lost, new IOException("killed")));
        }) { IsBackground = true };
        verdict.Start();
        var values = new float[100_000];
        var buffer = group.AllocateShards(Collectives.ShardMap.Contiguous(group.Size, group.Size), 10_000);
        try
        {
            for (var step = 0; ; step++)
            {
                group.AllReduce(values.AsSpan());
                group.SumShards(buffer);
                if (step == 10) Say("running");
            }
        }
        catch (PeerLostException lost)
        {
            return Say($"lost {lost.Peer} {lost.InnerException?.Message}");
        }
    }

    private static int Say(string line)
    {
        Console.Out.WriteLine(line);
        return 0;
    }
}
