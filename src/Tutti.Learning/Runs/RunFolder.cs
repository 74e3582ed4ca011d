using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tutti.Storage.Files;
using Tutti.Storage.Journals.Files;

namespace Tutti.Learning.Runs;

/// <summary>
/// A run's folder, open for writing by its one owner: <c>run.json</c> says what the run is and what became of it, <c>metrics.jsonl</c> how
/// it went, <c>checkpoints/</c> holds models. All may be read while the run goes on.
/// </summary>
public sealed class RunFolder : IDisposable
{
    private readonly TimeProvider time;
    private readonly FileJournal metrics;

    private RunFolder(string path, RunRecord record, FileJournal metrics, TimeProvider time, bool isResumed)
    {
        IsResumed = isResumed;
        Path = path;
        Record = record;
        this.metrics = metrics;
        this.time = time;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Whether the run had begun before and goes on.</summary>
    public bool IsResumed { get; }

    /// <summary>What <c>run.json</c> says now.</summary>
    public RunRecord Record { get; private set; }

    /// <summary>The folder of checkpoints; it exists.</summary>
    public string CheckpointFolder => RunLayout.Checkpoints(Path);

    /// <summary>Begins a run: makes its folder <c>time-model-data-id</c> with <c>run.json</c> and an empty journal.</summary>
    /// <param name="root">The folder of runs; made if it does not exist.</param>
    /// <param name="start">What is known about the run; secrets are removed before anything is written.</param>
    /// <param name="time">The clock. Default: the system's.</param>
    /// <returns>The run; dispose it.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static RunFolder Create(string root, RunStart start, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        ArgumentNullException.ThrowIfNull(start);
        time ??= TimeProvider.System;
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var record = MakeRecord(id, start, time.GetUtcNow());
        var path = System.IO.Path.Combine(System.IO.Path.GetFullPath(root), RunLayout.NameOf(record));
        FileJournal? metrics = null;
        try
        {
            Directory.CreateDirectory(RunLayout.Checkpoints(path));
            // The lock comes first: a run that says it is running and is held by nobody counts as interrupted.
            metrics = FileJournal.Open(RunLayout.Metrics(path));
            Write(path, record);
            return new RunFolder(path, record, metrics, time, isResumed: false);
        }
        catch
        {
            metrics?.Dispose();
            TryDelete(path);
            throw;
        }
    }

    /// <summary>
    /// Opens a run to go on with it: it is running again, a torn line at the end of its metrics is cut off, and temporary files of a killed
    /// process are removed.
    /// </summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="time">The clock. Default: the system's.</param>
    /// <returns>The run; dispose it.</returns>
    /// <exception cref="InvalidDataException"><c>run.json</c> cannot be understood.</exception>
    /// <exception cref="IOException">Another process has the run open, or the folder cannot be read or written.</exception>
    public static RunFolder Open(string path, TimeProvider? time = null)
    {
        path = System.IO.Path.GetFullPath(path);
        var record = RunLayout.ReadRecord(path);
        var metrics = FileJournal.Open(RunLayout.Metrics(path));
        try
        {
            // Only now: the journal's lock tells that nobody else writes here.
            Directory.CreateDirectory(RunLayout.Checkpoints(path));
            AtomicFile.DeleteLeftovers(path);
            AtomicFile.DeleteLeftovers(RunLayout.Checkpoints(path));
            var run = new RunFolder(path, record, metrics, time ?? TimeProvider.System, isResumed: true);
            run.Replace(record with { State = RunState.Running, Ended = null, Summary = null, Error = null });
            return run;
        }
        catch
        {
            metrics.Dispose();
            throw;
        }
    }

    /// <summary>Appends to <c>metrics.jsonl</c>; on disk when the call returns. Several records share one flush.</summary>
    /// <param name="records">The records, in order.</param>
    /// <exception cref="IOException">They could not be written.</exception>
    public void AppendMetrics(params ReadOnlySpan<MetricsRecord> records) => metrics.Append(records, MetricsJson.Default.MetricsRecord);

    /// <summary>The path of a checkpoint: <c>checkpoints/step-00001234.safetensors</c>.</summary>
    /// <param name="step">How many steps the run has done.</param>
    /// <returns>The path; the file need not exist.</returns>
    public string CheckpointPath(long step) => RunLayout.Checkpoint(Path, step);

    /// <summary>The path of the best checkpoint: <c>checkpoints/best.safetensors</c>. The file need not exist.</summary>
    public string BestCheckpointPath => RunLayout.Best(Path);

    /// <summary>The path of the training state that an interrupted run goes on from: <c>state.safetensors</c>. The file need not exist.</summary>
    public string StatePath => RunLayout.State(Path);

    /// <summary>The run has done all it was asked to do; its training state is no longer needed and removed.</summary>
    /// <param name="summary">What came out.</param>
    /// <exception cref="IOException">It could not be written; <c>run.json</c> still says what it said.</exception>
    public void Finish(RunSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        Replace(Record with { State = RunState.Finished, Ended = time.GetUtcNow(), Summary = summary });
        File.Delete(StatePath);
    }

    /// <summary>The run ended with an error.</summary>
    /// <param name="error">The error's message; secrets are removed.</param>
    /// <exception cref="IOException">It could not be written; <c>run.json</c> still says what it said.</exception>
    public void Fail(string error) =>
        Replace(Record with { State = RunState.Failed, Ended = time.GetUtcNow(), Error = SecretRemover.CleanText(error) });

    /// <summary>The run was stopped by its user.</summary>
    /// <exception cref="IOException">It could not be written; <c>run.json</c> still says what it said.</exception>
    public void Cancel() => Replace(Record with { State = RunState.Cancelled, Ended = time.GetUtcNow() });

    /// <summary>Closes the folder. A run that neither finished, failed nor was cancelled counts as interrupted.</summary>
    public void Dispose() => metrics.Dispose();

    // Half a run is worse than none; but why it could not be made is the failure to report.
    private static void TryDelete(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static RunRecord MakeRecord(string id, RunStart start, DateTimeOffset now) => new()
    {
        Id = id,
        Started = now,
        CommandLine = SecretRemover.Clean(start.CommandLine),
        TuttiVersion = FindVersion(),
        Machine = MachineFacts.Find(start.Kernels),
        Model = start.Model,
        ModelSha256 = start.ModelSha256,
        InitialSha256 = start.InitialSha256,
        Seed = start.Seed,
        Options = SecretRemover.Clean(start.Options),
        Data = start.Data,
        Workers = start.Workers,
    };

    private static string FindVersion() =>
        typeof(RunFolder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private void Replace(RunRecord record)
    {
        Write(Path, record);
        Record = record;
    }

    private static void Write(string path, RunRecord record) =>
        AtomicFile.Write(RunLayout.Record(path), stream =>
            stream.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(record, RunJson.Default.RunRecord) + "\n")));
}
