using System.Diagnostics;

namespace Tutti.Communication.Tests.Transports.Mpi;

/// <summary>One run of the tests' worker under a real mpiexec, with a deadline at which all of it is killed.</summary>
internal static class MpiRun
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Families => [.. MpiLaunchers.Families];

    internal static async Task<Outcome> OfAsync(string family, int ranks, params string[] scenario)
    {
        var launcher = MpiLaunchers.PathOf(family);
        Assert.True(File.Exists(launcher), $"{launcher} is missing. Install openmpi-bin and mpich; ./test.sh does so as root.");
        var start = MpiLaunchers.Of(family, ranks, scenario);
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await Task.WhenAll(output, error, process.WaitForExitAsync()).WaitAsync(Deadline);
            return new Outcome(process.ExitCode, Lines(await output), Lines(await error), watch.Elapsed);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What the launcher passed on, and how it ended.</summary>
    internal sealed record Outcome(int ExitCode, string[] Output, string[] Error, TimeSpan Elapsed)
    {
        /// <summary>The exit code is as expected, and the ranks' lines in whatever order.</summary>
        internal void Expect(int exitCode, IEnumerable<string> output)
        {
            Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, expected {exitCode}\n{this}");
            Assert.Equal(output.Order(StringComparer.Ordinal), Output.Order(StringComparer.Ordinal));
        }

        public override string ToString() => string.Join('\n', [.. Output, "standard error:", .. Error]);
    }
}
