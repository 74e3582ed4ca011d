using System.Diagnostics;
using System.Security.Cryptography;

namespace Tutti.EndToEnd.Tests;

/// <summary>Programs of the system that tests need.</summary>
internal static class Tool
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Fails the test, with what to install, unless all of these programs are there.</summary>
    internal static void Require(string package, params string[] programs)
    {
        string[] places = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/sbin"];
        foreach (var program in programs)
            Assert.True(
                places.Any(place => File.Exists(Path.Combine(place, program))),
                $"{program} is missing. Install {package}; ./test.sh does so as root.");
    }

    /// <summary>Fails the test unless it may make namespaces and start daemons.</summary>
    internal static void RequireRoot() =>
        Assert.True(Environment.IsPrivilegedProcess, "This test starts daemons or makes network namespaces. Run ./test.sh as root.");

    /// <summary>Runs one of the scripts beside the tests.</summary>
    internal static async Task RunAsync(string script, params string[] args)
    {
        var path = Path.Combine(AppContext.BaseDirectory, script);
        // Daemons keep what they inherit open: what is read to its end would never end.
        var log = Path.GetTempFileName();
        try
        {
            using var process = Process.Start(new ProcessStartInfo("bash", ["-c", "exec \"$0\" \"$@\" >\"$TOOL_LOG\" 2>&1 </dev/null", path, .. args])
            {
                Environment = { ["TOOL_LOG"] = log, ["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin" },
            })!;
            await process.WaitForExitAsync().WaitAsync(Deadline);
            Assert.True(process.ExitCode == 0, $"{script} {string.Join(' ', args)}: exit code {process.ExitCode}\n{await File.ReadAllTextAsync(log)}");
        }
        finally
        {
            File.Delete(log);
        }
    }

    /// <summary>What ranks of one job have in common.</summary>
    internal static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
