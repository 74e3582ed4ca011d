using System.Globalization;
using System.Text.Json;

namespace Tutti.Learning.Runs;

/// <summary>Which file of a run's folder is what.</summary>
internal static class RunLayout
{
    private const string CheckpointPrefix = "step-", CheckpointExtension = ".safetensors";
    private const int LongestName = 40;

    public static string Record(string run) => Path.Combine(run, "run.json");

    public static string Metrics(string run) => Path.Combine(run, "metrics.jsonl");

    public static string Checkpoints(string run) => Path.Combine(run, "checkpoints");

    public static string Best(string run) => Path.Combine(Checkpoints(run), "best" + CheckpointExtension);

    public static string State(string run) => Path.Combine(run, "state" + CheckpointExtension);

    public static string Checkpoint(string run, long step) => Path.Combine(
        Checkpoints(run), string.Create(CultureInfo.InvariantCulture, $"{CheckpointPrefix}{step:00000000}{CheckpointExtension}"));

    /// <summary>All checkpoints of a run by their steps, ascending.</summary>
    public static IReadOnlyList<(long Step, string Path)> FindCheckpoints(string run)
    {
        if (!Directory.Exists(Checkpoints(run))) return [];
        var found = new List<(long Step, string Path)>();
        foreach (var path in Directory.EnumerateFiles(Checkpoints(run), CheckpointPrefix + "*" + CheckpointExtension))
        {
            var number = Path.GetFileNameWithoutExtension(path)[CheckpointPrefix.Length..];
            if (long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var step)) found.Add((step, path));
        }
        found.Sort();
        return found;
    }

    /// <summary>A folder's name: <c>20260131T235959Z-cnn-fashion-mnist-10k-1a2b3c4d</c>; sorted by name is sorted by time.</summary>
    public static string NameOf(RunRecord record) => string.Join('-',
        record.Started.ToUniversalTime().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
        Plain(record.Model), Plain(record.Data.Name), record.Id);

    public static RunRecord ReadRecord(string run)
    {
        var path = Record(run);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var record = JsonSerializer.Deserialize(stream, RunJson.Default.RunRecord) ?? throw new JsonException("The record is null.");
            if (record.SchemaVersion == RunRecord.CurrentSchemaVersion) return record;
            throw new InvalidDataException(
                $"RunFolder: '{path}' has another format. Got schema version {record.SchemaVersion}. " +
                $"Expected {RunRecord.CurrentSchemaVersion}. " +
                "Read it with the version of Tutti that wrote it.");
        }
        catch (FileNotFoundException cause)
        {
            throw new InvalidDataException($"RunFolder: this is no run. Got '{run}' without run.json. Expected a run's folder.", cause);
        }
        catch (JsonException cause)
        {
            throw new InvalidDataException(
                $"RunFolder: '{path}' cannot be understood. Got: {cause.Message} Expected a run's record.", cause);
        }
    }

    // Names become part of a folder's name, so that only harmless characters may stay.
    private static string Plain(string name)
    {
        var letters = name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' ? letter : '-');
        var plain = string.Concat(letters).Trim('-', '.');
        return plain.Length == 0 ? "unnamed" : plain[..Math.Min(plain.Length, LongestName)];
    }
}
