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
    private readonly bool hasColors, hasOutputPrefixes;
    private Task said = Task.CompletedTask;

    /// <exception cref="IOException">A log file cannot be made.</exception>
    internal LaunchLog(LauncherOptions options, int workerCount)
    {
        var (outputWriter, errorWriter) = (options.Output ?? Console.Out, options.Error ?? Console.Error);
        output = new SharedWriter(outputWriter);
        error = ReferenceEquals(outputWriter, errorWriter) ? output : new SharedWriter(errorWriter);
        (hasColors, hasOutputPrefixes) = (options.HasColors, options.HasOutputPrefixes);
        files = new RankFile?[workerCount];
        if (options.LogFolder is not { } folder) return;
        for (var rank = 0; rank < workerCount; rank++) files[rank] = new RankFile(folder, rank);
    }

    /// <summary>For one incarnation of a rank; null: for several ranks together.</summary>
    internal WorkerOutput OutputOf(int? rank) => rank is { } one
        ? new WorkerOutput(PrefixOf(one), output, error, files[one], hasOutputPrefixes)
        : new WorkerOutput("", output, error, null);

    /// <summary>Completes when the launcher's lines so far are written.</summary>
    internal Task Said => said;

    /// <summary>
    /// A line of the launcher, after those before it. Who reads slowly does not hold up the job: it is written meanwhile.
    /// </summary>
    internal void Say(string text) => said = said.ContinueWith(
        _ => error.WriteAsync(new StringBuilder("[launch] ").Append(text).Append('\n')), CancellationToken.None,
        TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();

    /// <summary>Says which lines were lost because they could not be written.</summary>
    internal void SayWhatIsLost()
    {
        if (output.Problem is { } problem) Say($"standard output is not complete: {problem}");
        for (var rank = 0; rank < files.Length; rank++)
            if (files[rank]?.Problem is { } full) Say($"the log file of rank {rank} is not complete: {full}");
    }

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
