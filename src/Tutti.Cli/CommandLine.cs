using System.CommandLine;
using System.Reflection;
using System.Text.Json.Nodes;
using Tutti.Cli.Arguments;
using Tutti.Cli.Commands;
using Tutti.Cli.Output;
using Tutti.Communication;

namespace Tutti.Cli;

/// <summary>The front door: parses, runs one verb, and turns whatever goes wrong into a message and an exit code.</summary>
internal static class CommandLine
{
    internal const string Name = "tutti";

    internal static string Version { get; } =
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    internal static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellation)
    {
        var parse = CreateRoot(terminal).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        // What follows '--' is meant for the program that is launched.
        var isJson = args.TakeWhile(arg => arg != "--").Contains(CommonOptions.Json.Name);
        if (parse.Errors.Count > 0 && parse.Action is not (Help or VersionDisplay))
            return Fail(terminal, isJson, ExitCode.WrongInput, ParseProblems.Describe(parse));
        try
        {
            return await parse.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = terminal.Output,
                    Error = terminal.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                cancellation).ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            if (parse.GetValue(CommonOptions.Verbose)) terminal.Error.WriteLine(problem);
            return Fail(terminal, isJson, problem);
        }
    }

    internal static RootCommand CreateRoot(Terminal terminal)
    {
        var root = new RootCommand("Tutti: distributed machine learning for .NET.")
        {
            CommonOptions.Json, CommonOptions.Quiet, CommonOptions.Verbose,
            TrainCommand.Create(terminal), EvaluateCommand.Create(terminal), PredictCommand.Create(terminal),
            DetectCommand.Create(terminal), RunsCommand.Create(terminal), WeightsCommand.Create(terminal), DataCommand.Create(terminal),
            DoctorCommand.Create(terminal),
            BenchCommand.Create(terminal), VerifyCommand.Create(terminal), ExperimentCommand.Create(terminal), LaunchCommand.Create(terminal),
        };
        Invocation.Bind(root, terminal, Overview.Run);
        Help.Install(root);
        VersionDisplay.Install(root);
        return root;
    }

    private static int Fail(Terminal terminal, bool isJson, Exception problem) => problem switch
    {
        InputException or RendezvousException { IsWrongInput: true } => Fail(terminal, isJson, ExitCode.WrongInput, problem.Message),
        OperationCanceledException => Fail(terminal, isJson, ExitCode.Cancelled, "Cancelled."),
        // What is asked for by environment variables is read by static fields.
        TypeInitializationException { InnerException: ArgumentException cause } =>
            Fail(terminal, isJson, ExitCode.WrongInput, InputException.Describe(cause)),
        NullReferenceException or IndexOutOfRangeException or InvalidCastException =>
            Fail(terminal, isJson, ExitCode.Failed, $"This is a defect of Tutti. Please report it with these lines:{Environment.NewLine}{problem}"),
        _ => Fail(terminal, isJson, ExitCode.Failed, InputException.Describe(problem)),
    };

    private static int Fail(Terminal terminal, bool isJson, int exitCode, string message)
    {
        // Messages about the command line begin with the verb they are about.
        TryWrite(() => terminal.Error.WriteLine(message.StartsWith(Name, StringComparison.Ordinal) ? message : $"{Name}: {message}"));
        TryWrite(() => new Report(terminal, isJson).Json(new JsonObject { ["error"] = message, ["exitCode"] = exitCode }));
        return exitCode;
    }

    // Where standard output or error goes to may be full; the exit code then says what words cannot.
    private static void TryWrite(Action write)
    {
        try
        {
            write();
        }
        catch (IOException)
        {
        }
    }
}
