using System.CommandLine;
using Tutti.Cli.Output;

namespace Tutti.Cli.Commands;

/// <summary><c>tutti detect</c>: anomalies, by an ensemble whose members may be elsewhere.</summary>
internal static class DetectCommand
{
    internal static Command Create(Terminal terminal) =>
        new Verb("detect", "Anomalies, found by an ensemble whose members may be elsewhere") { DetectNodeCommand.Create(terminal) };
}
