using System.Globalization;
using System.Text;

namespace Tutti.Communication.Launching.Output;

/// <summary>Where all that a job's workers write goes, and the launcher's own lines.</summary>
internal sealed class LaunchLog : IDisposable
{
    private const string Reset = "\u001b[0m";

    // Those of the terminal's own palette that are read on light and dark grounds: cyan, yellow, magenta, green, blue, red.
    private static readonly int[] Colors = [36, 33, 35, 32, 34, 31];

    private readonly SharedWriter output, error;
    private readonly RankFile?[] files;
    private readonly bool hasColors;

    /// <exception cref="IOException">A log file cannot be made.</exception>
    internal LaunchLog(LauncherOptions options, int workerCount)
    {
        var (outputWriter, errorWriter) = (options.Output ?? Console.Out, options.Error ?? Console.Error);
        output = new SharedWriter(outputWriter);
        error = ReferenceEquals(outputWriter, errorWriter) ? output : new SharedWriter(errorWriter);
        hasColors = options.HasColors;
        files = new RankFile?[workerCount];
        if (options.LogFolder is not { } folder) return;
        for (var rank = 0; rank < workerCount; rank++) files[rank] = new RankFile(folder, rank);
    }

    /// <summary>For one incarnation of a rank; null: for several ranks together.</summary>
    internal WorkerOutput OutputOf(int? rank) => rank is { } one
        ? new WorkerOutput(PrefixOf(one), output, error, files[one])
        : new WorkerOutput("", output, error, null);

    /// <summary>A line of the launcher.</summary>
    internal Task SayAsync(string text) =>
        error.WriteAsync(new StringBuilder("[launch] ").Append(text).Append('\n'), CancellationToken.None);

    public void Dispose()
    {
        foreach (var file in files) file?.Dispose();
        output.Dispose();
        error.Dispose();
    }

    private string PrefixOf(int rank) => hasColors
        ? string.Create(CultureInfo.InvariantCulture, $"\u001b[{Colors[rank % Colors.Length]}m[rank {rank}]{Reset} ")
        : string.Create(CultureInfo.InvariantCulture, $"[rank {rank}] ");
}
