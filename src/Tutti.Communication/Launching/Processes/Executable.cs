namespace Tutti.Communication.Launching.Processes;

/// <summary>Finds programs as a shell does.</summary>
internal static class Executable
{
    private static readonly string[] Extensions = OperatingSystem.IsWindows() ? ["", ".exe", ".cmd", ".bat"] : [""];

    /// <summary>The program's full path.</summary>
    /// <exception cref="ArgumentException">It was not found, or is no program; the message says where was looked.</exception>
    internal static string Find(string program)
    {
        if (HasFolder(program))
        {
            if (FindIn("", program) is { } path) return path;
            Throw.NoProgramAt(
                program, File.Exists(program) ? "a file that may not be executed" : Directory.Exists(program) ? "a folder" : "no such file");
        }
        if (Search(program) is { } found) return found;
        Throw.NoProgramNamed(program, SearchPath, File.Exists(program));
        return "";
    }

    /// <summary>Looks through <c>PATH</c>; null where it is not.</summary>
    internal static string? Search(string name)
    {
        foreach (var folder in SearchPath)
            if (FindIn(folder, name) is { } path) return path;
        return null;
    }

    private static string[] SearchPath =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static bool HasFolder(string program) => program.Contains('/') || OperatingSystem.IsWindows() && program.Contains('\\');

    private static string? FindIn(string folder, string name)
    {
        foreach (var extension in Extensions)
        {
            var path = Path.Combine(folder, name + extension);
            if (File.Exists(path) && MayExecute(path)) return Path.GetFullPath(path);
        }
        return null;
    }

    private static bool MayExecute(string path)
    {
        const UnixFileMode Any = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Any) != 0;
    }
}
