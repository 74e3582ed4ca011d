using System.Globalization;
using System.Runtime.InteropServices;

namespace Tutti.Communication.Launching.Processes;

/// <summary>Signals to processes, process groups and sessions of Unix that the caller owns.</summary>
internal static partial class UnixProcesses
{
    internal const int Interrupt = 2, Killed = 9, Terminate = 15;

    // What a signal is called where it has ended a program; the numbers are the same on Linux and macOS but for the bus error.
    private static readonly Dictionary<int, string> Names = new()
    {
        [1] = "SIGHUP", [2] = "SIGINT", [3] = "SIGQUIT", [4] = "SIGILL", [5] = "SIGTRAP", [6] = "SIGABRT",
        [OperatingSystem.IsMacOS() ? 10 : 7] = "SIGBUS",
        [8] = "SIGFPE", [9] = "SIGKILL", [11] = "SIGSEGV", [13] = "SIGPIPE", [14] = "SIGALRM", [15] = "SIGTERM",
        [24] = "SIGXCPU", [25] = "SIGXFSZ", [31] = "SIGSYS",
    };

    internal static int NumberOf(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => Interrupt,
        PosixSignal.SIGQUIT => 3,
        _ => Terminate,
    };

    /// <summary>The name of a signal, null for numbers that end no program by themselves.</summary>
    internal static string? NameOf(int signal) => Names.GetValueOrDefault(signal);

    /// <summary>Sends a signal to every process of a group. False: there is no such group.</summary>
    internal static bool SignalGroup(int group, int signal) => Kill(-group, signal) == 0;

    internal static bool SignalProcess(int process, int signal) => Kill(process, signal) == 0;

    /// <summary>
    /// Kills what is left of a session, also processes that made groups of their own in it (shells with job control, MPI's ranks). The
    /// numbers of a session and of its groups are not given to new processes while one process of it lives.
    /// </summary>
    internal static void KillSession(int session)
    {
        SignalGroup(session, Killed);
        if (!OperatingSystem.IsLinux()) return;
        // What is killed cannot start more, but may have just done so: look until nothing is found.
        const int MostRounds = 10;
        for (var round = 0; round < MostRounds && KillMembers(session); round++)
        {
        }
    }

    private static bool KillMembers(int session)
    {
        var found = false;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            var name = Path.GetFileName(folder.AsSpan());
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var process)) continue;
            if (!IsLiveMember(folder, session)) continue;
            found |= SignalProcess(process, Killed);
        }
        return found;
    }

    // "pid (name) state parent group session …"; the name may hold anything, also spaces and brackets.
    private static bool IsLiveMember(string folder, int session)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ', 5);
            return fields[0] is not ("Z" or "X") && fields[3] == session.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
