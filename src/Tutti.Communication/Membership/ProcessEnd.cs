namespace Tutti.Communication.Membership;

/// <summary>How a worker's process ended, as the one who started it saw it.</summary>
/// <param name="Rank">The rank it was started as; null if it was to take any.</param>
/// <param name="ProcessId">Its number.</param>
/// <param name="ExitCode">0: in good order.</param>
/// <param name="Signal">The signal that ended it, for instance <c>SIGKILL</c>; null if none did.</param>
/// <param name="LastLines">The end of what it wrote to standard error.</param>
internal sealed record ProcessEnd(int? Rank, int ProcessId, int ExitCode, string? Signal, IReadOnlyList<string> LastLines)
{
    internal bool IsGood => ExitCode == 0 && Signal is null;

    /// <summary>How it ended, in short: "SIGKILL" or "exit code 3".</summary>
    internal string Name => Signal ?? $"exit code {ExitCode}";

    /// <summary>Its last words, or that there are none.</summary>
    internal string Words => LastLines.Count == 0
        ? "It wrote nothing to standard error."
        : "Its last lines: " + string.Join(" | ", LastLines);
}
