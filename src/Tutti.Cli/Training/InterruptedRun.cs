using Tutti.Cli.Arguments;
using Tutti.Cli.Inference;
using Tutti.Learning.Checkpoints;
using Tutti.Learning.Runs;

namespace Tutti.Cli.Training;

/// <summary>A run that was interrupted or cancelled, and can go on.</summary>
internal sealed class InterruptedRun
{
    private readonly string folder;

    private InterruptedRun(string folder, RunRecord record)
    {
        this.folder = folder;
        Record = record;
    }

    internal RunRecord Record { get; }

    internal string Folder => folder;

    /// <summary>Where it goes on from; null if it was interrupted before the first state was written, and begins anew.</summary>
    internal string? State => RunCatalog.FindState(folder);

    /// <summary>Finds a run to go on with; everything wrong is an <see cref="InputException"/>.</summary>
    /// <param name="runs">The folder of runs; null for the usual one.</param>
    /// <param name="run">A run's id, its beginning, or its folder; null for the latest run.</param>
    internal static InterruptedRun Find(GivenValue? runs, string? run)
    {
        var root = runs?.NotEmpty() ?? TrainSettings.DefaultOut;
        var listing = run is null
            ? new RunCatalog(root).List().LastOrDefault(found => found.Record is not null)
                ?? throw new InputException($"--resume: there is no run yet. Got none under '{Path.GetFullPath(root)}'. Expected an interrupted run there.")
            : TrainedModel.FindRun(root, new GivenValue("--resume", run));
        return listing.Record!.State switch
        {
            RunState.Finished => throw new InputException(
                $"--resume: the run has finished. Got {listing.Record.Id}. Expected an interrupted one. Start another, for instance with " +
                "--initial and its last checkpoint."),
            RunState.Running => throw new InputException(
                $"--resume: the run is going on in another process. Got {listing.Record.Id}. Expected an interrupted one. Wait, or end that process."),
            _ => new InterruptedRun(listing.Folder, listing.Record),
        };
    }

    /// <summary>Refuses data that are not those the run learns from.</summary>
    internal void CheckData(RunData data)
    {
        if (data.TrainDigest == Record.Data.TrainDigest && data.TestDigest == Record.Data.TestDigest) return;
        throw new InputException(
            $"--resume: the data have changed. Got digests {data.TrainDigest[..12]}… (train) and {data.TestDigest[..12]}… (test). " +
            $"Expected {Record.Data.TrainDigest[..12]}… and {Record.Data.TestDigest[..12]}… as when the run began.");
    }

    /// <summary>
    /// Refuses another model than the run's, for a run that begins anew other weights to start from, and a state that another run left.
    /// </summary>
    internal void CheckInputs(TrainingInputs inputs)
    {
        if (State is { } state) CheckOwner(state);
        Check("the model has", inputs.ModelSha256, Record.ModelSha256);
        if (State is null) Check("the initial weights have", inputs.InitialSha256, Record.InitialSha256);
    }

    private void CheckOwner(string state)
    {
        var owner = InputException.From(() =>
        {
            using var file = SafetensorsFile.Open(state);
            return file.Metadata.GetValueOrDefault(StateKeeper.RunKey, Record.Id);
        });
        if (owner != Record.Id)
            throw new InputException($"--resume: the state is of another run. Got '{state}' of {owner}. Expected one of {Record.Id}. " +
                "Put the run's own state back, or delete it to begin anew.");
    }

    private static void Check(string what, string? now, string? before)
    {
        if (before is null || now == before) return;
        throw new InputException($"--resume: {what} changed. Got a SHA-256 of {now?[..12]}…. Expected {before[..12]}… as when the run began.");
    }

    internal RunFolder Open() => InputException.From(() => RunFolder.Open(folder));
}
