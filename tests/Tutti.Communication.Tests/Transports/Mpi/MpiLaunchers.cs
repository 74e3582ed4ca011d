using System.Diagnostics;
using System.Text;

namespace Tutti.Communication.Tests.Transports.Mpi;

/// <summary>The launchers of both families of MPI, by full path: Debian keeps both under one name as alternatives.</summary>
internal static class MpiLaunchers
{
    private static readonly Dictionary<string, string[]> Commands = new()
    {
        ["OpenMpi"] = ["/usr/bin/mpiexec.openmpi", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none"],
        ["Mpich"] = ["/usr/bin/mpiexec.mpich"],
    };

    internal static IEnumerable<string> Families => Commands.Keys;

    internal static string PathOf(string family) => Commands[family][0];

    /// <summary>How to start the worker's scenario in so many ranks, with standard input, output and error redirected.</summary>
    internal static ProcessStartInfo Of(string family, int ranks, params string[] scenario)
    {
        var command = Commands[family];
        var start = new ProcessStartInfo(command[0], [.. command[1..], "-n", $"{ranks}", "dotnet", WorkerProgram.Path, .. scenario])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        // Open MPI gives ranks a terminal, and the console would write its escape sequences.
        start.Environment["TERM"] = "dumb";
        return start;
    }
}
