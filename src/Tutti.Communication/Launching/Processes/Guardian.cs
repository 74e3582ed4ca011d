using System.Diagnostics;
using System.Globalization;

namespace Tutti.Communication.Launching.Processes;

/// <summary>
/// A tiny shell in a session of its own that outlives this process by a moment. It reads from a pipe which processes are there; when the
/// pipe ends, however this process ended, it kills what is left of their sessions and removes the job's folder. Thread-safe.
/// </summary>
internal sealed class Guardian : IDisposable
{
    // $1: the folder to remove, or nothing. Where there is no /proc, the group stands for the session.
    private const string Script = """
        trap '' HUP INT TERM QUIT PIPE TSTP
        exec >/dev/null 2>&1
        left=
        while read -r verb id; do
          case $verb in
          add) left="$left $id" ;;
          end)
            rest=
            for one in $left; do [ "$one" = "$id" ] || rest="$rest $one"; done
            left=$rest
            ;;
          over) set -- "" ;;
          esac
        done
        for id in $left; do kill -s KILL -- "-$id"; done
        round=0
        while [ -n "$left" ] && [ $round -lt 10 ]; do
          round=$((round + 1)) found=
          for stat in /proc/[0-9]*/stat; do
            read -r line <"$stat" || continue
            process=${stat#/proc/} process=${process%/stat}
            set -- "$1" ${line##*) }
            [ "$2" = Z ] && continue
            for id in $left; do [ "$5" = "$id" ] && kill -s KILL "$process" && found=1; done
          done
          [ -n "$found" ] || break
        done
        [ -z "$1" ] || rm -rf -- "$1"
        """;

    private readonly Process shell;
    private readonly Lock gate = new();
    private bool isLost;

    private Guardian(Process shell) => this.shell = shell;

    /// <summary>Null where there is no shell.</summary>
    internal static Guardian? Start(string? folder)
    {
        if (OperatingSystem.IsWindows() || Executable.Search("sh") is not { } sh) return null;
        string[] command = Executable.Search("setsid") is { } setsid ? [setsid, sh] : [sh];
        var start = new ProcessStartInfo(command[0], [.. command[1..], "-c", Script, "sh", folder ?? ""])
        {
            RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/",
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        return new Guardian(Process.Start(start)!);
    }

    internal void Add(int process) => Tell(string.Create(CultureInfo.InvariantCulture, $"add {process}\n"));

    /// <summary>Nothing is left of it: its number may be given to another from now on.</summary>
    internal void Remove(int process) => Tell(string.Create(CultureInfo.InvariantCulture, $"end {process}\n"));

    /// <summary>This process ends in good order, and removes the folder itself.</summary>
    internal void KeepFolder() => Tell("over\n");

    public void Dispose()
    {
        lock (gate)
        {
            isLost = true;
            try
            {
                shell.StandardInput.Dispose();
            }
            catch (IOException)
            {
            }
            shell.Dispose();
        }
    }

    private void Tell(string line)
    {
        lock (gate)
        {
            if (isLost) return;
            try
            {
                shell.StandardInput.Write(line);
                shell.StandardInput.Flush();
            }
            catch (IOException)
            {
                // Somebody killed it. The parent-death signal still stands; the job goes on.
                isLost = true;
            }
        }
    }
}
