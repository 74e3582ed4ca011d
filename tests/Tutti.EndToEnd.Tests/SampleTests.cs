using System.Diagnostics;

namespace Tutti.EndToEnd.Tests;

/// <summary>The samples check themselves: they end with 0 if all went as they say.</summary>
public sealed class SampleTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("01_Tensors")]
    [InlineData("02_Gradients")]
    [InlineData("03_TrainClassifier", "1")] // epochs
    public async Task Sample_Run_EndsWell(string sample, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [PathOf(sample), .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Deadline);
            await process.WaitForExitAsync().WaitAsync(Deadline);
            Assert.True(process.ExitCode == 0 && output.TrimEnd().EndsWith("ok", StringComparison.Ordinal), output);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static string PathOf(string sample)
    {
        // The same configuration and framework as this test: …/bin/Release/net10.0.
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        for (var folder = framework; folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "samples", sample, "bin", framework.Parent!.Name, framework.Name, sample + ".dll");
            if (File.Exists(path)) return path;
        }
        throw new FileNotFoundException($"The sample {sample} is not built. Expected it beside this test's build.");
    }
}
