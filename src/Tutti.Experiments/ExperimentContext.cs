using Tutti.Learning.Data.Downloads;

namespace Tutti.Experiments;

/// <summary>What an experiment is given besides the wish to stop. Used by the one who runs it.</summary>
public sealed class ExperimentContext
{
    private readonly IProgress<ExperimentProgress>? progress;
    private int done, total = 1;

    /// <summary>Makes a context.</summary>
    /// <param name="options">What the user said.</param>
    /// <param name="folder">The experiment's own folder; it must exist.</param>
    /// <param name="progress">Who is told how far it is. Default: nobody.</param>
    /// <exception cref="ExperimentInputException">An option is out of range; the message lists all problems.</exception>
    public ExperimentContext(ExperimentOptions options, string folder, IProgress<ExperimentProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options.ThrowIfInvalid();
        Options = options;
        Folder = Path.GetFullPath(folder);
        this.progress = progress;
    }

    /// <summary>What the user said.</summary>
    public ExperimentOptions Options { get; }

    /// <summary>Where the experiment may write; the report will stand there.</summary>
    public string Folder { get; }

    /// <summary>Where its trainings leave their records.</summary>
    public string RunFolder => Path.Combine(Folder, "runs");

    /// <summary>Says how many parts there will be; until then there is one.</summary>
    /// <param name="count">At least 1.</param>
    public void Plan(int count) => total = Math.Max(1, count);

    /// <summary>Says what is going on.</summary>
    /// <param name="message">A line.</param>
    public void Say(string message) => progress?.Report(new ExperimentProgress(done, total, message));

    /// <summary>Counts a part as done.</summary>
    /// <param name="message">What came out, in a line.</param>
    public void Complete(string message)
    {
        done++;
        Say(message);
    }

    /// <summary>Who is told about bytes that arrive.</summary>
    internal IProgress<DownloadProgress> Downloads => new DownloadLines(this);

    // A line a file: a bar of its own would fight with the experiment's.
    private sealed class DownloadLines(ExperimentContext context) : IProgress<DownloadProgress>
    {
        private string? file;

        public void Report(DownloadProgress value)
        {
            if (Interlocked.Exchange(ref file, value.FileName) != value.FileName) context.Say($"fetching {value.FileName}");
        }
    }
}
