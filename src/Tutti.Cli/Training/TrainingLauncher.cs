using System.CommandLine;
using System.Runtime.InteropServices;
using Tutti.Cli.Arguments;
using Tutti.Cli.Commands;
using Tutti.Cli.Launching;
using Tutti.Communication.Launching;

namespace Tutti.Cli.Training;

/// <summary>
/// Starts this very command again as the ranks of a job. Rank 0 has the terminal; of the others only errors are seen, and the report if
/// rank 0 was lost and another took over.
/// </summary>
internal static class TrainingLauncher
{
    internal static async Task<int> RunAsync(Invocation invocation, TrainSettings settings, IReadOnlyList<string> arguments)
    {
        var launcher = InputException.From(() => new Launcher(LauncherOptions.ForThisProgram(arguments) with
        {
            Workers = settings.WorkerCount,
            Isolation = WorkerKinds.IsolationOf(settings.Isolation),
            Transport = WorkerKinds.TransportOf(settings.Transport),
            MinWorkers = settings.MinWorkers,
            MaxRestarts = settings.MaxRestarts,
            Listen = settings.Listen,
            RankZeroInheritsTerminal = true,
            Output = settings.MinWorkers is null ? TextWriter.Null : invocation.Terminal.Output,
            HasOutputPrefixes = false,
            Error = invocation.Terminal.Error,
            // By SIGTERM the workers of an elastic training would leave it, one by one.
            StopSignal = () => settings.MinWorkers is null ? Interruption.Received ?? PosixSignal.SIGTERM : PosixSignal.SIGINT,
        }));
        var outcome = await launcher.RunAsync(invocation.Cancellation).ConfigureAwait(false);
        if (outcome.IsCancelled) return ExitCode.Cancelled;
        if (outcome.IsSuccess) return ExitCode.Done;
        LaunchReport.Print(invocation.Terminal.Error, outcome);
        if (settings.MinWorkers is { } least)
            invocation.Terminal.Error.WriteLine(
                $"tutti train: too few workers are left. Got {outcome.Failures.Count} failures of {settings.WorkerCount} workers. " +
                $"Expected at least {least} to stay (--min-workers). tutti train --resume goes on from the last state.");
        return outcome.FirstFailure is { ExitCode: ExitCode.WrongInput } ? ExitCode.WrongInput : ExitCode.Failed;
    }

    /// <summary>The arguments of this command for every rank; what depends on the moment is made certain.</summary>
    /// <param name="parse">The command.</param>
    /// <param name="resume">The option that names the run to go on with.</param>
    /// <param name="run">The run to go on with; null: a new one.</param>
    internal static IReadOnlyList<string> ArgumentsFor(ParseResult parse, Option<string?> resume, InterruptedRun? run)
    {
        var arguments = new List<string>();
        var tokens = parse.Tokens;
        for (var index = 0; index < tokens.Count; index++)
        {
            if (tokens[index].Value != resume.Name) arguments.Add(tokens[index].Value);
            else if (parse.GetValue(resume) is not null) index++;
        }

        // The latest run may be another one when the ranks look for it.
        if (run is not null) arguments.AddRange([resume.Name, run.Folder]);
        return arguments;
    }
}
