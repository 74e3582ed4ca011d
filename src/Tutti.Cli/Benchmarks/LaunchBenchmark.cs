using System.Diagnostics;
using Tutti.Communication;
using Tutti.Communication.Launching;

namespace Tutti.Cli.Benchmarks;

/// <summary>
/// Times workers from nothing to the end of their first sum: from within a running program, and as a whole command, launcher included, as
/// the peers' launch.py times <c>mpirun</c> and <c>torchrun</c>.
/// </summary>
internal static class LaunchBenchmark
{
    /// <summary>The verb under <c>bench</c> that does nothing but one sum over processes.</summary>
    internal const string Probe = "launch-probe";

    private static readonly TimeSpan LongestProbe = TimeSpan.FromMinutes(1);

    internal static async Task<IReadOnlyList<BenchmarkCase>> RunAsync(int ranks, int repetitions, CancellationToken cancellation)
    {
        var cases = new List<BenchmarkCase>
        {
            await MeasureAsync("threads, from a running program", () => SumAsync(ranks, Isolation.Thread, cancellation))
                .ConfigureAwait(false),
            await MeasureAsync("processes, from a running program", () => SumAsync(ranks, Isolation.Process, cancellation))
                .ConfigureAwait(false),
            await MeasureAsync("processes, whole command", () => ProbeAsync(ranks, cancellation)).ConfigureAwait(false),
        };
        return cases;

        async Task<BenchmarkCase> MeasureAsync(string name, Func<Task> run)
        {
            await run().ConfigureAwait(false);
            var milliseconds = new List<double>();
            for (var repetition = 0; repetition < repetitions; repetition++)
            {
                var start = Stopwatch.GetTimestamp();
                await run().ConfigureAwait(false);
                milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return BenchmarkCase.From($"{name}, {ranks} workers", "ms", milliseconds);
        }
    }

    internal static Task SumAsync(int ranks, Isolation isolation, CancellationToken cancellation) =>
        Distributor.RunAsync(new DistributorOptions { Workers = ranks, Isolation = isolation }, Sum, 1f, cancellation);

    private static float Sum(World world, float value)
    {
        Span<float> values = [value];
        world.Group.AllReduce(values);
        if (values[0] != world.Size * value)
            throw new InvalidOperationException($"bench launch: the sum is wrong. Got {values[0]}. Expected {world.Size * value}.");
        return values[0];
    }

    private static async Task ProbeAsync(int ranks, CancellationToken cancellation)
    {
        var command = LauncherOptions.ForThisProgram(["bench", Probe, $"{ranks}"]);
        using var process = Process.Start(new ProcessStartInfo(command.Program, command.Arguments))!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LongestProbe);
        try
        {
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }

        if (process.ExitCode != 0)
            throw new InvalidOperationException($"bench launch: the probe failed. Got exit code {process.ExitCode}. Expected 0.");
    }
}
