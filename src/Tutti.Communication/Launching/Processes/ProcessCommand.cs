namespace Tutti.Communication.Launching.Processes;

/// <summary>
/// One process to start: the resolved program, its arguments, its whole environment, and whether it gets this process' terminal.
/// </summary>
internal sealed record ProcessCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>All variables; nothing else is inherited.</summary>
    internal required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Null: this process' current folder.</summary>
    internal string? WorkingFolder { get; init; }

    /// <summary>Standard input, output and error are this process' own, and nothing is captured.</summary>
    internal bool InheritsTerminal { get; init; }
}
