using System.Globalization;

namespace Tutti.Communication.Launching.Processes;

/// <summary>
/// What a command line is preceded by so that the process leads a session and group of its own, and dies with this process. On Linux that
/// is util-linux' <c>setpriv --pdeathsig</c>, then <c>setsid</c>; where both are missing (as on macOS) Perl makes the group, and the
/// <see cref="Guardian"/> alone ends it.
/// </summary>
internal static class ProcessPrefix
{
    // The signal is sent if the parent dies after setpriv has asked for it. Had it died before, the process would have another parent now.
    private const string StartUnlessOrphaned = "[ \"$PPID\" = \"$0\" ] || exit 143; exec \"$@\"";
    private const string StartInOwnGroup = "setpgrp(0, 0); exec { $ARGV[0] } @ARGV or exit 127";

    /// <summary>Program and arguments; empty where nothing helps.</summary>
    internal static IReadOnlyList<string> Current { get; } = Choose(Executable.Search);

    /// <summary>Whether a process started so leads a process group, so that its own children can be signalled and ended with it.</summary>
    internal static bool MakesGroup => Current.Count > 0;

    internal static IReadOnlyList<string> Choose(Func<string, string?> search)
    {
        if (OperatingSystem.IsWindows()) return [];
        if (search("setsid") is { } setsid)
        {
            var parent = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
            return search("setpriv") is { } setpriv && search("sh") is { } sh && IsUtilLinux(setpriv)
                ? [setpriv, "--pdeathsig", "KILL", setsid, sh, "-c", StartUnlessOrphaned, parent]
                : [setsid];
        }
        return search("perl") is { } perl ? [perl, "-e", StartInOwnGroup] : [];
    }

    // BusyBox' setpriv knows no --pdeathsig.
    private static bool IsUtilLinux(string setpriv) =>
        File.ResolveLinkTarget(setpriv, returnFinalTarget: true) is not { } target || target.Name == "setpriv";
}
