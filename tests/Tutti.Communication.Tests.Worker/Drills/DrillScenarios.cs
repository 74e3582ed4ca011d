using System.Diagnostics;
using Tutti.Communication.Launching;

namespace Tutti.Communication.Tests.Worker.Drills;

/// <summary>
/// A rank of a drill: a program as users write it, which loops over collectives. Rank 1 is the culprit. Lines on standard output say
/// when what happened, by the clock that all processes of a machine share.
/// </summary>
internal static class DrillScenarios
{
    private const int Culprit = 1;
    private const int Neighbour = 2;
    private const int Count = 1_000;
    private const int WarmRounds = 20;
    // Longer than any drill, and shorter than the patience of whoever runs it.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(2);

    internal static void AddTo(Dictionary<string, Func<string[], int>> scenarios)
    {
        scenarios["drill"] = args => RunAsync(args[0], Enum.Parse<TransportKind>(args[1])).GetAwaiter().GetResult();
        scenarios["drill-launch"] = args => LaunchAsync(Enum.Parse<TransportKind>(args[0])).GetAwaiter().GetResult();
    }

    /// <summary>A launcher that can be killed without the one who looks.</summary>
    private static async Task<int> LaunchAsync(TransportKind transport)
    {
        var options = LauncherOptions.ForThisProgram(["drill", "none", $"{transport}"]) with { Workers = 3, Transport = transport };
        return (await new Launcher(options).RunAsync()).IsSuccess ? 0 : 1;
    }

    private static async Task<int> RunAsync(string fault, TransportKind transport)
    {
        var options = new WorldOptions { Transport = transport };
        if (fault == "late") options = options with { Timeout = ShortTimeout };
        await using var world = await World.JoinAsync(options);
        try
        {
            Work(world, fault);
            return 0;
        }
        catch (CommunicationException verdict)
        {
            Say("verdict", world.Rank, $"{Stopwatch.GetTimestamp()} {verdict.GetType().Name} {verdict.Message.ReplaceLineEndings(" ")}");
            throw;
        }
    }

    private static void Work(World world, string fault)
    {
        var (group, rank) = (world.Group, world.Rank);
        var link = fault == "cut" ? DataLink.Find(group, Culprit, Neighbour) : null;
        var values = new float[Count];
        var watch = Stopwatch.StartNew();
        for (var round = 1; watch.Elapsed < Longest; round++)
        {
            var misdeed = rank == Culprit && round > WarmRounds ? fault : "";
            if (round == WarmRounds) Say("running", rank, $"{Environment.ProcessId}");
            if (misdeed is "throw" or "leave" or "late" or "cut" or "operation" or "size" or "order")
                Say("act", rank, $"{Stopwatch.GetTimestamp()}");
            if (misdeed == "throw") throw new InvalidOperationException("the shelf is empty");
            if (misdeed == "leave") return;
            if (misdeed == "late") world.Faulted.WaitHandle.WaitOne(Longest);
            if (misdeed == "cut") link!.Cut();
            Round(group, values, misdeed);
        }

        throw new TimeoutException($"Drill: nothing happened. Got {Longest} of work. Expected '{fault}'. See whoever runs the drill.");
    }

    private static void Round(ProcessGroup group, float[] values, string misdeed)
    {
        if (misdeed == "operation") group.Broadcast(values.AsSpan(), Culprit);
        else group.AllReduce(values.AsSpan(misdeed == "size" ? 1 : 0));
        if (misdeed == "order") group.Barrier();
        group.AllGather<int>([group.Rank]);
        group.Barrier();
    }

    private static void Say(string what, int rank, string rest) => Console.Out.WriteLine($"{what} {rank} {rest}");
}
