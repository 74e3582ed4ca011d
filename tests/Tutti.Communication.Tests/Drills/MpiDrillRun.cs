using System.Diagnostics;
using System.Text.RegularExpressions;
using Tutti.Communication.Launching.Processes;
using Tutti.Communication.Tests.Transports.Mpi;

namespace Tutti.Communication.Tests.Drills;

/// <summary>Runs a drill under a real mpiexec, which ends the job; what it wrote last is the verdict.</summary>
internal static class MpiDrillRun
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    internal static async Task<Outcome> OfAsync(Drill drill, string family)
    {
        using var log = new DrillLog(DrillRun.Size);
        using var errors = new DrillLog(DrillRun.Size);
        using var mpiexec = new Process { StartInfo = MpiLaunchers.Of(family, DrillRun.Size, "drill", drill.Name, $"{TransportKind.Mpi}") };
        mpiexec.OutputDataReceived += (_, line) => log.Write(line.Data + "\n");
        mpiexec.ErrorDataReceived += (_, line) => errors.Write(line.Data + "\n");
        mpiexec.Start();
        mpiexec.StandardInput.Close();
        mpiexec.BeginOutputReadLine();
        mpiexec.BeginErrorReadLine();
        try
        {
            var end = EndOfAsync(mpiexec);
            long? act = drill.Signal == 0 ? null : await DrillRun.SignalAsync(log, drill.Signal, end);
            var ended = await end.WaitAsync(Deadline);
            return new Outcome(act ?? log.Act ?? 0, ended, mpiexec.ExitCode, $"{log}", $"{errors}");
        }
        finally
        {
            if (!mpiexec.HasExited) mpiexec.Kill(entireProcessTree: true);
            foreach (var process in log.Processes.Values.Where(DrillRun.IsAlive)) UnixProcesses.SignalProcess(process, UnixProcesses.Killed);
        }
    }

    private static async Task<long> EndOfAsync(Process process)
    {
        await process.WaitForExitAsync();
        return Stopwatch.GetTimestamp();
    }

    /// <summary>What became of it.</summary>
    internal sealed record Outcome(long Act, long Ended, int ExitCode, string Output, string Error)
    {
        /// <summary>From the fault to the end of mpiexec.</summary>
        internal TimeSpan Elapsed => Stopwatch.GetElapsedTime(Act, Ended);

        // "[machine:process] …" is Open MPI's library in a frozen process that is woken to be ended.
        internal string LastLine => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .LastOrDefault(line => !Regex.IsMatch(line, @"^\[[^\]]+:\d+\] ")) ?? "";

        /// <summary>What is not as the drill asks for; null if all is.</summary>
        internal string? ProblemFor(Drill drill)
        {
            var problems = new List<string>();
            if (ExitCode == 0) problems.Add("mpiexec ends with 0");
            if (Elapsed >= Drill.Limit) problems.Add($"mpiexec ended after {Elapsed}, expected less than {Drill.Limit}");
            // mpiexec speaks last of a rank that a signal has ended; it may end the others before they have found out.
            if (drill.Name == "kill")
            {
                if (!Regex.IsMatch(Output + Error, "signal 9|SIGKILL|rank 1 of 3 is lost")) problems.Add("nobody tells of the killed rank");
            }
            else
            {
                foreach (var words in drill.Words)
                    if (!Regex.IsMatch(LastLine, words)) problems.Add($"the last line does not say '{words}'");
            }

            return problems.Count == 0 ? null : $"{drill.Name}: {string.Join("; ", problems)}.\n{Output}\n{Error}";
        }
    }
}
