using System.Runtime.InteropServices;

namespace Tutti.Learning.Runs;

/// <summary>The machine that a run runs on; without its name or its user's.</summary>
/// <param name="OperatingSystem">For instance <c>Debian GNU/Linux 12 (bookworm)</c>.</param>
/// <param name="Architecture">For instance <c>x64</c>.</param>
/// <param name="Processor">The processor's name as the system gives it; the architecture where it gives none.</param>
/// <param name="CoreCount">Logical processors that this process may use.</param>
/// <param name="DotnetVersion">The runtime's version.</param>
/// <param name="Kernels">The kernels in use and why they were chosen.</param>
public sealed record MachineFacts(
    string OperatingSystem, string Architecture, string Processor, int CoreCount, string DotnetVersion, string Kernels)
{
    /// <summary>Finds out about this machine.</summary>
    /// <param name="kernels">The kernels in use, which this room of the house does not know.</param>
    /// <returns>The facts.</returns>
    public static MachineFacts Find(string kernels)
    {
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        return new MachineFacts(
            RuntimeInformation.OSDescription, architecture, FindProcessor() ?? architecture, Environment.ProcessorCount,
            Environment.Version.ToString(), kernels);
    }

    private static string? FindProcessor()
    {
        if (System.OperatingSystem.IsWindows()) return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        const string path = "/proc/cpuinfo";
        if (!File.Exists(path)) return null;
        try
        {
            return ParseProcessor(File.ReadLines(path));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal static string? ParseProcessor(IEnumerable<string> cpuinfo)
    {
        var line = cpuinfo.FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return line is null ? null : line[(line.IndexOf(':') + 1)..].Trim();
    }
}
