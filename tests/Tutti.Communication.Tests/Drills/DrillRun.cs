using System.Diagnostics;
using Tutti.Communication.Launching;
using Tutti.Communication.Launching.Processes;

namespace Tutti.Communication.Tests.Drills;

/// <summary>Runs a drill: real processes under the real launcher.</summary>
internal static class DrillRun
{
    internal const int Size = 3;
    private const int Culprit = 1;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    internal static async Task<DrillOutcome> OfAsync(Drill drill, TransportKind transport)
    {
        using var log = new DrillLog(Size);
        var launcher = new Launcher(new LauncherOptions
        {
            Program = "dotnet", Arguments = [WorkerProgram.Path, "drill", drill.Name, $"{transport}"], Workers = Size, Transport = transport,
            Output = log, Error = log,
        });
        using var stop = new CancellationTokenSource();
        var job = launcher.RunAsync(stop.Token);
        try
        {
            long? act = drill.Signal == 0 ? null : await SignalAsync(log, drill.Signal, job);
            var outcome = await job.WaitAsync(Deadline);
            return new DrillOutcome(act ?? log.Act ?? 0, log.Verdicts, outcome.FirstFailure?.Rank, $"{log}first failure: {outcome.FirstFailure}\n");
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)job).WaitAsync(Deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Kills a launcher in the midst of its job.</summary>
    /// <returns>How long the last rank lived on; null: longer than the limit.</returns>
    internal static async Task<TimeSpan?> OfLauncherKilledAsync(TransportKind transport, TimeSpan limit)
    {
        using var log = new DrillLog(Size);
        var start = new ProcessStartInfo("dotnet", [WorkerProgram.Path, "drill-launch", $"{transport}"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var launcher = Process.Start(start)!;
        launcher.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        launcher.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        launcher.BeginOutputReadLine();
        launcher.BeginErrorReadLine();
        try
        {
            await Until(log.AllRunning, launcher.WaitForExitAsync(), log);
            var ranks = log.Processes.Values;
            var act = Stopwatch.GetTimestamp();
            launcher.Kill();
            return SpinWait.SpinUntil(() => !ranks.Any(IsAlive), limit) ? Stopwatch.GetElapsedTime(act) : null;
        }
        finally
        {
            if (!launcher.HasExited) launcher.Kill();
            foreach (var rank in log.Processes.Values.Where(IsAlive)) UnixProcesses.SignalProcess(rank, UnixProcesses.Killed);
        }
    }

    internal static async Task<long> SignalAsync(DrillLog log, int signal, Task job)
    {
        await Until(log.AllRunning, job, log);
        var act = Stopwatch.GetTimestamp();
        UnixProcesses.SignalProcess(log.Processes[Culprit], signal);
        return act;
    }

    private static async Task Until(Task happened, Task end, DrillLog log)
    {
        if (await Task.WhenAny(happened, end).WaitAsync(Deadline) == end) throw new InvalidOperationException($"The job ended before the drill began.\n{log}");
    }

    internal static bool IsAlive(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
