using System.CommandLine;
using System.Runtime.InteropServices;
using Spectre.Console;
using Tutti.Cli.Arguments;
using Tutti.Cli.Launching;
using Tutti.Cli.Output;
using Tutti.Communication;
using Tutti.Communication.Launching;

namespace Tutti.Cli.Commands;

/// <summary><c>tutti launch</c>: workers of any program, as processes of this machine.</summary>
internal static class LaunchCommand
{
    private const int MostWorkers = 4096;

    private const double LongestGrace = 3600;

    private static readonly Dictionary<string, TransportKind> Transports = new()
    {
        ["shared-memory"] = TransportKind.SharedMemory, ["tcp"] = TransportKind.Tcp,
    };

    internal static Command Create(Terminal terminal)
    {
        var workers = new ValueOption("-n", "N", "How many workers (default: one a core)");
        var maxRestarts = new ValueOption("--max-restarts", "N", "How often workers are started again after a failure (default: 0)");
        var minWorkers = new ValueOption("--min-workers", "N", "While so many are left, the loss of one does not end the job (default: all)");
        var listen = new ValueOption(
            "--listen", "HOST:PORT", "Where processes started by hand may join, with TUTTI_JOB_SECRET set on both sides (default: nowhere)");
        var transport = new ValueOption(
            "--transport", "NAME", $"How bytes move between them (default: the fastest): {string.Join(", ", Transports.Keys)}");
        var grace = new ValueOption("--grace", "SECONDS", "How long workers have to end by themselves before they are killed (default: 5)");
        var logs = new ValueOption("--logs", "FOLDER", "Write what each rank says to a file there, besides");
        var program = new Argument<string[]>("program")
        {
            HelpName = "PROGRAM ARGUMENTS", Description = "What to start, after '--'", Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Verb("launch", "Starts workers of any program on this machine, and ends them")
        {
            Examples =
            [
                "tutti launch -n 4 -- dotnet MyTraining.dll",
                "tutti launch -n 4 --min-workers 3 --max-restarts 10 --logs logs -- python3 train.py --epochs 3",
            ],
        };
        workers.Option.Aliases.Add("--workers");
        foreach (var option in new[] { workers, maxRestarts, minWorkers, listen, transport, grace, logs }) command.Add(option.Option);
        command.Add(program);
        Invocation.Bind(command, terminal, invocation =>
        {
            var parse = invocation.Parse;
            var line = parse.GetValue(program) is { Length: > 0 } given ? given : throw NoProgram();
            var count = workers.Read(parse)?.WholeNumber(1, MostWorkers) ?? Environment.ProcessorCount;
            return RunAsync(invocation, new LauncherOptions
            {
                Program = line[0],
                Arguments = line[1..],
                Workers = count,
                MaxRestarts = maxRestarts.Read(parse)?.WholeNumber(0) ?? 0,
                MinWorkers = minWorkers.Read(parse)?.WholeNumber(1, count),
                Listen = listen.Read(parse)?.NotEmpty(),
                Transport = transport.Read(parse) is { } name ? Transports[name.OneOf(Transports.Keys)] : TransportKind.Automatic,
                Grace = TimeSpan.FromSeconds(grace.Read(parse)?.UpTo(LongestGrace) ?? 5),
                LogFolder = logs.Read(parse)?.NotEmpty(),
            });
        });
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, LauncherOptions options)
    {
        var terminal = invocation.Terminal;
        // Standard output belongs to the one object in JSON mode.
        var launcher = InputException.From(() => new Launcher(options with
        {
            Output = invocation.IsQuiet ? TextWriter.Null : invocation.Report.IsJson ? terminal.Error : terminal.Output,
            Error = invocation.IsQuiet ? TextWriter.Null : terminal.Error,
            HasColors = terminal.ErrorConsole.Profile.Capabilities.ColorSystem != ColorSystem.NoColors && !Console.IsOutputRedirected,
            StopSignal = () => Interruption.Received ?? PosixSignal.SIGTERM,
        }));
        var outcome = await launcher.RunAsync(invocation.Cancellation).ConfigureAwait(false);
        var exitCode = outcome.IsCancelled ? ExitCode.Cancelled : outcome.IsSuccess ? ExitCode.Done : ExitCode.Failed;
        LaunchReport.Print(terminal.Error, outcome);
        invocation.Report.Json(LaunchReport.Facts(options, outcome, exitCode));
        return exitCode;
    }

    private static InputException NoProgram() => new(
        "tutti launch: the program is missing. Got nothing after the options. Expected a program and its arguments after '--'. " +
        "Write for instance: tutti launch -n 2 -- python3 train.py.");
}
