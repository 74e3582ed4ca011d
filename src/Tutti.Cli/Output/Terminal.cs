using Spectre.Console;

namespace Tutti.Cli.Output;

/// <summary>Where results and progress go: standard output and standard error, the latter perhaps a screen.</summary>
internal sealed class Terminal
{
    internal Terminal(TextWriter output, TextWriter error, bool isErrorScreen = false)
    {
        Output = output;
        Error = error;
        IsErrorScreen = isErrorScreen;
        ErrorConsole = Create(error, isErrorScreen);
    }

    internal TextWriter Output { get; }

    internal TextWriter Error { get; }

    /// <summary>Standard error for live progress.</summary>
    internal IAnsiConsole ErrorConsole { get; }

    /// <summary>Whether somebody watches standard error, so that lines may be overwritten.</summary>
    internal bool IsErrorScreen { get; }

    /// <summary>The terminal of this process.</summary>
    internal static Terminal OfProcess()
    {
        // Open MPI passes on what its ranks write to a terminal that it makes for each: what .NET writes to prepare one would come before the object of --json.
        if (Environment.GetEnvironmentVariable("OMPI_COMM_WORLD_RANK") is not null) Environment.SetEnvironmentVariable("TERM", "dumb");
        var isScreen = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new Terminal(Console.Out, Console.Error, isScreen);
    }

    private static IAnsiConsole Create(TextWriter writer, bool isScreen)
    {
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isScreen ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isScreen ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isScreen ? InteractionSupport.Detect : InteractionSupport.No,
        });
    }
}
