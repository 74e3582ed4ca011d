using System.Diagnostics;
using System.Globalization;
using Tutti.Communication.Launching.Processes;

namespace Tutti.Communication.Launching.Functions;

/// <summary>The command that starts ranks of MPI on this machine; its options differ between implementations.</summary>
internal static class MpiCommand
{
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(10);

    /// <summary>The same command, as many times, under <c>mpiexec</c>.</summary>
    /// <exception cref="InvalidOperationException">There is no <c>mpiexec</c>.</exception>
    internal static async Task<ProcessCommand> AroundAsync(ProcessCommand command, int workerCount, CancellationToken cancellation)
    {
        var mpiexec = MpiInstallation.FindLauncher();
        if (mpiexec is null) Throw.NoMpi();
        var options = OptionsFor(await AskVersionAsync(mpiexec!, cancellation).ConfigureAwait(false), Environment.IsPrivilegedProcess);
        var count = workerCount.ToString(CultureInfo.InvariantCulture);
        return command with { Program = mpiexec!, Arguments = [.. options, "-n", count, command.Program, .. command.Arguments] };
    }

    // Open MPI refuses to run as root or with more ranks than cores, and binds each to a core, unless told so.
    internal static IReadOnlyList<string> OptionsFor(string version, bool isRoot) =>
        !version.Contains("Open MPI", StringComparison.Ordinal) && !version.Contains("OpenRTE", StringComparison.Ordinal) ? []
        : isRoot ? ["--allow-run-as-root", "--oversubscribe", "--bind-to", "none"]
        : ["--oversubscribe", "--bind-to", "none"];

    private static async Task<string> AskVersionAsync(string mpiexec, CancellationToken cancellation)
    {
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        asking.CancelAfter(LongestQuestion);
        var start = new ProcessStartInfo(mpiexec, ["--version"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            return await process.StandardOutput.ReadToEndAsync(asking.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return "";
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
