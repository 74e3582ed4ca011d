using System.Text.Json;
using Tutti.Cli.Output;

namespace Tutti.Cli.Tests;

/// <summary>Runs the command inside the test's process and catches what it prints.</summary>
internal static class Command
{
    internal static async Task<Outcome> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exitCode = await CommandLine.RunAsync(args, new Terminal(output, error), TestContext.Current.CancellationToken);
        return new Outcome(exitCode, output.ToString(), error.ToString());
    }

    internal sealed record Outcome(int ExitCode, string Output, string Error)
    {
        /// <summary>The last line of standard output as JSON.</summary>
        internal JsonElement Json => JsonDocument.Parse(Output.TrimEnd().Split('\n')[^1]).RootElement;
    }
}
