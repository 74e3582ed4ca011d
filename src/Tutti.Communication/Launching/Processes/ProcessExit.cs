using System.Globalization;

namespace Tutti.Communication.Launching.Processes;

/// <summary>How a process ended.</summary>
/// <param name="Code">Its exit code; 128 + n where signal n ended it.</param>
/// <param name="After">How long it had run.</param>
/// <param name="LastErrorLines">What it last wrote to standard error, the oldest first; empty where that was not captured.</param>
internal sealed record ProcessExit(int Code, TimeSpan After, IReadOnlyList<string> LastErrorLines)
{
    // Shells and .NET both number it so. A program can end itself with such a code too; only those of known signals are taken for one.
    private const int SignalBase = 128;

    internal bool IsSuccess => Code == 0;

    /// <summary>The signal that ended it, such as <c>SIGSEGV</c>, or null.</summary>
    internal string? Signal => OperatingSystem.IsWindows() || Code <= SignalBase ? null : UnixProcesses.NameOf(Code - SignalBase);

    /// <summary>"exit code 3" or "killed by SIGSEGV".</summary>
    internal string Describe() => Signal is { } signal
        ? $"killed by {signal}"
        : $"exit code {(OperatingSystem.IsWindows() && Code < 0 ? "0x" + Code.ToString("X8", CultureInfo.InvariantCulture) : $"{Code}")}";
}
