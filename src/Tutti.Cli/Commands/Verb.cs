using System.CommandLine;

namespace Tutti.Cli.Commands;

/// <summary>A verb of the command, with examples for its help.</summary>
internal sealed class Verb(string name, string description) : Command(name, description)
{
    internal IReadOnlyList<string> Examples { get; init; } = [];
}
