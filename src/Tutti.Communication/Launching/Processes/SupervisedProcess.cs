using System.Diagnostics;
using Tutti.Communication.Launching.Output;

namespace Tutti.Communication.Launching.Processes;

/// <summary>A process that this one has started and owns, and whatever it starts in turn. Thread-safe.</summary>
internal sealed class SupervisedProcess
{
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly Process process;
    private readonly WindowsJob? job;
    private readonly bool leadsGroup;
    private readonly Lock gate = new();
    private bool hasExited;

    private SupervisedProcess(Process process, WindowsJob? job, bool leadsGroup)
    {
        (this.process, this.job, this.leadsGroup) = (process, job, leadsGroup);
        Id = process.Id;
    }

    internal int Id { get; }

    /// <summary>
    /// Completes, never fails, when it has ended, nothing of its session is left and its output is shown, or whoever reads that takes long.
    /// </summary>
    internal Task<ProcessExit> Ended { get; private set; } = null!;

    /// <summary>Completes, never fails, when its output is shown, which takes as long as whoever reads it.</summary>
    internal Task Shown { get; private set; } = Task.CompletedTask;

    /// <summary>Starts a process; to be called on the starter thread.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The system refuses.</exception>
    internal static SupervisedProcess Start(ProcessCommand command, WorkerOutput? output, Guardian? guardian)
    {
        var prefix = ProcessPrefix.Current;
        string[] line = [.. prefix, command.Program, .. command.Arguments];
        var isCaptured = !command.InheritsTerminal;
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            UseShellExecute = false, WorkingDirectory = command.WorkingFolder ?? "",
            RedirectStandardInput = isCaptured, RedirectStandardOutput = isCaptured, RedirectStandardError = isCaptured,
        };
        start.Environment.Clear();
        foreach (var (name, value) in command.Environment) start.Environment[name] = value;
        var job = OperatingSystem.IsWindows() ? WindowsJob.Create() : null;
        var process = Process.Start(start)!;
        if (job is not null) Adopt(process, job);
        guardian?.Add(process.Id);
        if (isCaptured) process.StandardInput.Dispose();
        var supervised = new SupervisedProcess(process, job, ProcessPrefix.MakesGroup);
        // Not on the starter thread: the next process waits for it.
        var exited = new CancellationTokenSource();
        if (isCaptured && output is not null)
            supervised.Shown = Task.Run(() => output.PumpAsync(
                process.StandardOutput.BaseStream, process.StandardError.BaseStream, exited.Token));
        supervised.Ended = Task.Run(() => supervised.WatchAsync(output, guardian, exited));
        return supervised;
    }

    /// <summary>
    /// Asks it and all of its group to end. On Windows there is nothing to ask with: a console's Ctrl-C has reached them as it has reached
    /// this process, and others are killed when their time is up.
    /// </summary>
    internal void Signal(int signal)
    {
        lock (gate)
        {
            if (hasExited || OperatingSystem.IsWindows()) return;
            if (leadsGroup && UnixProcesses.SignalGroup(Id, signal)) return;
            // The group is made a moment after the start.
            UnixProcesses.SignalProcess(Id, signal);
        }
    }

    /// <summary>Ends it and all of its session.</summary>
    internal void Kill()
    {
        lock (gate)
        {
            if (hasExited) return;
            if (job is not null) job.Kill();
            else if (leadsGroup) UnixProcesses.KillSession(Id);
            process.Kill();
        }
    }

    private static void Adopt(Process process, WindowsJob job)
    {
        try
        {
            job.Add(process.SafeHandle);
        }
        catch
        {
            process.Kill();
            job.Dispose();
            throw;
        }
    }

    private async Task<ProcessExit> WatchAsync(WorkerOutput? output, Guardian? guardian, CancellationTokenSource exited)
    {
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        var after = Stopwatch.GetElapsedTime(started);
        // What it has started and left behind ends with it.
        lock (gate) hasExited = true;
        if (leadsGroup) UnixProcesses.KillSession(Id);
        job?.Kill();
        guardian?.Remove(Id);
        await exited.CancelAsync().ConfigureAwait(false);
        await Shown.WaitAsync(WorkerOutput.DrainTime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var exit = new ProcessExit(process.ExitCode, after, output?.LastErrorLines ?? []);
        job?.Dispose();
        process.Dispose();
        return exit;
    }
}
