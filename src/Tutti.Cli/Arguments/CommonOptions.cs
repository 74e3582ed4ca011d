using System.CommandLine;

namespace Tutti.Cli.Arguments;

/// <summary>The switches that every verb has.</summary>
internal static class CommonOptions
{
    internal static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print one JSON object as the last line of standard output",
        Recursive = true,
    };

    internal static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress on standard error", Recursive = true };

    internal static Option<bool> Verbose { get; } = new("--verbose") { Description = "Show where an error came from", Recursive = true };
}
