using Tutti.Storage.Files;
using Tutti.Storage.Journals.Files;

namespace Tutti.Learning.Runs;

/// <summary>The runs under a folder, for reading.</summary>
/// <param name="root">The folder of runs; it need not exist.</param>
public sealed class RunCatalog(string root)
{
    /// <summary>The folder of runs.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>All runs, the oldest first. Folders that cannot be read are listed with the reason.</summary>
    /// <returns>One entry for each folder under the root that is not hidden.</returns>
    public IReadOnlyList<RunListing> List()
    {
        if (!Directory.Exists(Root)) return [];
        var folders = Directory.EnumerateDirectories(Root).Where(folder => !Path.GetFileName(folder).StartsWith('.'));
        return [.. folders.Order(StringComparer.Ordinal).Select(Describe)];
    }

    /// <summary>Finds a run by its id, its folder's name, or the beginning of either that no other run has.</summary>
    /// <param name="idOrPrefix">What is known of it; not case-sensitive.</param>
    /// <returns>The run, which can be read.</returns>
    /// <exception cref="ArgumentException">No run has it, or several do; the message has the nearest id, or all that fit.</exception>
    /// <exception cref="InvalidDataException">The run cannot be read.</exception>
    public RunListing Find(string idOrPrefix)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(idOrPrefix);
        var all = List();
        RunListing[] matches = [.. all.Where(run => NamesOf(run).Any(name => Same(name, idOrPrefix)))];
        if (matches.Length == 0) matches = [.. all.Where(run => NamesOf(run).Any(name => Begins(name, idOrPrefix)))];
        if (matches.Length == 0) throw NotFound(idOrPrefix, all);
        if (matches.Length > 1)
            throw new ArgumentException(
                $"RunCatalog: several runs begin so. Got '{idOrPrefix}', which fits " +
                $"{string.Join(", ", matches.Select(run => run.Name))}. " +
                "Expected the beginning of one only. Give more of it.");
        return matches[0].Problem is { } problem ? throw new InvalidDataException(problem) : matches[0];
    }

    /// <summary>
    /// Reads a run's metrics, also while it goes on. Of a run that was resumed, what it measured twice counts as it was measured last.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <returns>Its records, and how many bytes of a torn last one were left out; empty if nothing was written yet.</returns>
    /// <exception cref="InvalidDataException">A line before the last is damaged; the message has the file and the line's
    /// number.</exception>
    public static JournalContent<MetricsRecord> ReadMetrics(RunListing run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var path = RunLayout.Metrics(run.Folder);
        if (!File.Exists(path)) return new JournalContent<MetricsRecord>([], 0);
        var content = FileJournal.Read(path, MetricsJson.Default.MetricsRecord);
        return content with { Records = Fold(content.Records) };
    }

    /// <summary>The path of a run's best checkpoint, by the metric that it monitored.</summary>
    /// <param name="runFolder">The run's folder.</param>
    /// <returns>The path, or null if there is none.</returns>
    public static string? FindBestCheckpoint(string runFolder) =>
        RunLayout.Best(runFolder) is var path && File.Exists(path) ? path : null;

    /// <summary>Where an interrupted run can go on.</summary>
    /// <param name="runFolder">The run's folder.</param>
    /// <returns>The path of its training state, or null if it was interrupted before the first was written, or has finished.</returns>
    public static string? FindState(string runFolder) => RunLayout.State(runFolder) is var path && File.Exists(path) ? path : null;

    private static List<MetricsRecord> Fold(IReadOnlyList<MetricsRecord> records)
    {
        var valid = new List<MetricsRecord>(records.Count);
        foreach (var record in records)
        {
            if (record is ResumedMetrics resumed)
                valid.RemoveAll(before => before is StepMetrics step ? step.Step >= resumed.Step : before is EpochMetrics && before.Epoch >= resumed.Epoch);
            // A run that goes on right after an epoch's last step measures that epoch's end again.
            if (record is EpochMetrics) valid.RemoveAll(before => before is EpochMetrics && before.Epoch >= record.Epoch);
            valid.Add(record);
        }
        return valid;
    }

    /// <summary>The checkpoints of a run, by the number of steps after which they were written.</summary>
    /// <param name="runFolder">The run's folder.</param>
    /// <returns>Steps and paths, ascending.</returns>
    public static IReadOnlyList<(long Step, string Path)> FindCheckpoints(string runFolder) => RunLayout.FindCheckpoints(runFolder);

    private static RunListing Describe(string folder)
    {
        try
        {
            return new RunListing(folder, ReadState(folder), null);
        }
        catch (Exception cause) when (cause is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return new RunListing(folder, null, cause.Message);
        }
    }

    // The owner of a run holds its metrics' lock as long as it lives.
    private static RunRecord ReadState(string folder)
    {
        var record = RunLayout.ReadRecord(folder);
        if (record.State != RunState.Running || FileLock.IsHeld(RunLayout.Metrics(folder))) return record;
        // Read again: it may have ended well between the first look and the second.
        record = RunLayout.ReadRecord(folder);
        return record.State == RunState.Running ? record with { State = RunState.Interrupted } : record;
    }

    private ArgumentException NotFound(string given, IReadOnlyList<RunListing> all)
    {
        var hint = NearestName.Of(given, all.SelectMany(NamesOf)) is { } nearest ? $"Did you mean '{nearest}'?"
            : all.Count == 0 ? "There are no runs yet." : $"The latest is '{all[^1].Name}'.";
        return new ArgumentException(
            $"RunCatalog: no such run under '{Root}'. Got '{given}'. " +
            $"{hint} Expected an id, a folder's name, or the beginning of one.");
    }

    private static string[] NamesOf(RunListing run) => run.Record is { } record ? [record.Id, run.Name] : [run.Name];

    private static bool Same(string name, string given) => name.Equals(given, StringComparison.OrdinalIgnoreCase);

    private static bool Begins(string name, string given) => name.StartsWith(given, StringComparison.OrdinalIgnoreCase);
}
