using System.Runtime.InteropServices;

namespace Tutti.Cli.Output;

/// <summary>The processor's name, for records and comparisons between machines.</summary>
internal static class Processor
{
    private const string LinuxFacts = "/proc/cpuinfo";

    internal static string Name { get; } = Find();

    private static string Find()
    {
        if (OperatingSystem.IsWindows()) return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? Unknown();
        if (!File.Exists(LinuxFacts)) return Unknown();
        var line = File.ReadLines(LinuxFacts).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return line is null ? Unknown() : line[(line.IndexOf(':') + 1)..].Trim();
    }

    private static string Unknown() => $"unknown {RuntimeInformation.ProcessArchitecture}";
}
