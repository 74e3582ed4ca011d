using System.Globalization;
using Tutti.Communication;
using Tutti.Communication.Tests.Drills;
using Tutti.Communication.Tests.Transports.Mpi;

namespace Tutti.Benchmarks.Drills;

/// <summary>
/// The measured table of docs/FAULTS.md: <c>drills [RUNS]</c> runs every drill of the tests so often on every transport and prints median and worst.
/// </summary>
internal static class DrillTable
{
    private const int DefaultRuns = 5;
    private static readonly TimeSpan LauncherLimit = TimeSpan.FromSeconds(2);
    private static readonly TransportKind[] Transports = [TransportKind.SharedMemory, TransportKind.Tcp];

    public static int Run(string[] arguments)
    {
        if (arguments.Length > 1 || !int.TryParse(arguments.FirstOrDefault() ?? $"{DefaultRuns}", NumberStyles.None, CultureInfo.InvariantCulture, out var runs)
            || runs == 0)
        {
            Console.Error.WriteLine($"drills: wrong arguments. Got '{string.Join(' ', arguments)}'. Expected: drills [RUNS], RUNS at least 1.");
            return 2;
        }

        return RunAsync(runs).GetAwaiter().GetResult();
    }

    private static async Task<int> RunAsync(int runs)
    {
        var families = MpiLaunchers.Families.Where(family => File.Exists(MpiLaunchers.PathOf(family))).ToArray();
        var problems = 0;
        Console.WriteLine($"Seconds from the fault to the last survivor's exception (MPI: to the end of mpiexec), median and worst of {runs}; " +
            $"3 ranks, {Environment.ProcessorCount} cores, {DateTime.UtcNow:yyyy-MM-dd}");
        Console.WriteLine($"\n| fault | {string.Join(" | ", [.. Transports.Select(transport => $"{transport}"), .. families])} |");
        Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---|", Transports.Length + families.Length))}");
        foreach (var drill in Drill.All)
        {
            var cells = new List<string>();
            foreach (var transport in Transports)
                cells.Add(drill.IsOfTcpOnly && transport != TransportKind.Tcp ? "–" : await CellAsync(runs, () => MeasureAsync(drill, transport)));
            foreach (var family in families) cells.Add(drill.IsOfTcpOnly ? "–" : await CellAsync(runs, () => MeasureAsync(drill, family)));
            Console.WriteLine($"| {drill.Fault} | {string.Join(" | ", cells)} |");
        }

        var ends = new List<string>();
        foreach (var transport in Transports)
            ends.Add(await CellAsync(runs, async () => await DrillRun.OfLauncherKilledAsync(transport, LauncherLimit) ?? Complain("a rank outlives its launcher")));
        Console.WriteLine($"| `kill -9` of the launcher: the last rank's end | {string.Join(" | ", ends)}{string.Concat(families.Select(_ => " | –"))} |");
        return problems == 0 ? 0 : 1;

        async Task<TimeSpan> MeasureAsync(Drill drill, object place)
        {
            if (place is TransportKind transport)
            {
                var outcome = await DrillRun.OfAsync(drill, transport);
                return outcome.ProblemFor(drill) is { } problem ? Complain(problem) : outcome.Elapsed;
            }

            var job = await MpiDrillRun.OfAsync(drill, (string)place);
            return job.ProblemFor(drill) is { } failure ? Complain(failure) : job.Elapsed;
        }

        TimeSpan Complain(string problem)
        {
            problems++;
            Console.Error.WriteLine(problem);
            return TimeSpan.MaxValue;
        }
    }

    private static async Task<string> CellAsync(int runs, Func<Task<TimeSpan>> measure)
    {
        var times = new List<TimeSpan>();
        for (var run = 0; run < runs; run++) times.Add(await measure());
        times.Sort();
        return times[^1] == TimeSpan.MaxValue
            ? "failed"
            : string.Create(CultureInfo.InvariantCulture, $"{times[runs / 2].TotalSeconds:F2}, {times[^1].TotalSeconds:F2}");
    }
}
