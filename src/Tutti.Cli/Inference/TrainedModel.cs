using System.Globalization;
using Tutti.Cli.Arguments;
using Tutti.Learning.Checkpoints;
using Tutti.Learning.Modules;
using Tutti.Learning.Modules.Specification;
using Tutti.Learning.Runs;

namespace Tutti.Cli.Inference;

/// <summary>A model that a run left: its layers, its weights, and what it was trained on.</summary>
internal sealed class TrainedModel
{
    private const string Best = "best";

    private readonly ModelSpecification specification;

    private TrainedModel(string checkpoint, RunRecord? run, ModelSpecification specification)
    {
        Checkpoint = checkpoint;
        Run = run;
        this.specification = specification;
    }

    /// <summary>The file with the weights.</summary>
    internal string Checkpoint { get; }

    /// <summary>What it was trained to give.</summary>
    internal ModelTask Task => specification.Task;

    /// <summary>The run it comes from; null if only a file was given.</summary>
    internal RunRecord? Run { get; }

    /// <summary>Finds a model; everything wrong is an <see cref="InputException"/>.</summary>
    /// <param name="runs">The folder of runs.</param>
    /// <param name="run">A run's id, its beginning, or a run's folder; null for the latest run, or for none if a file is given.</param>
    /// <param name="checkpoint">A step of the run, or a file; null for the run's last checkpoint.</param>
    internal static TrainedModel Find(string runs, GivenValue? run, GivenValue? checkpoint)
    {
        if (run is null && checkpoint is { } file && file.Text != Best && !IsStep(file.Text, out _)) return Read(RequireFile(file), null);
        var listing = FindRun(runs, run);
        var path = checkpoint is { } given ? FindCheckpoint(listing.Folder, given) : LastCheckpoint(listing.Folder);
        return Read(path, listing.Record);
    }

    /// <summary>Makes a network with the weights.</summary>
    internal Sequential CreateNetwork()
    {
        var network = specification.Build();
        network.Load(Checkpoint);
        return network;
    }

    internal static RunListing FindRun(string runs, GivenValue? run)
    {
        if (run is not { } given) return Latest(runs);
        var folder = given.NotEmpty();
        return File.Exists(Path.Combine(folder, "run.json"))
            ? InputException.From(() => new RunCatalog(Path.GetDirectoryName(Path.GetFullPath(folder).TrimEnd('/', '\\'))!)
                .Find(Path.GetFileName(Path.GetFullPath(folder).TrimEnd('/', '\\'))))
            : InputException.From(() => new RunCatalog(runs).Find(folder));
    }

    private static RunListing Latest(string runs) =>
        new RunCatalog(runs).List().LastOrDefault(run => run.Record is not null && RunCatalog.FindCheckpoints(run.Folder).Count > 0)
        ?? throw new InputException($"--run: there is no trained model yet. Got no checkpoint under '{Path.GetFullPath(runs)}'. " +
            $"Expected a run with at least one completed epoch. Train one first: tutti train.");

    private static string LastCheckpoint(string folder) => RunCatalog.FindCheckpoints(folder) is [.., var last]
        ? last.Path
        : throw new InputException($"--run: the run has no checkpoint. Got '{folder}'. Expected at least one completed epoch.");

    private static string FindCheckpoint(string folder, GivenValue given)
    {
        if (given.Text == Best)
            return RunCatalog.FindBestCheckpoint(folder) ?? throw new InputException(
                $"{given.Source}: the run has no best checkpoint. Got '{folder}'. Expected at least one completed epoch.");
        if (!IsStep(given.Text, out var step)) return RequireFile(given);
        var all = RunCatalog.FindCheckpoints(folder);
        return all.FirstOrDefault(checkpoint => checkpoint.Step == step).Path
            ?? throw new InputException($"{given.Source}: the run has no checkpoint of that step. Got {step}. " +
                $"Expected one of {string.Join(", ", all.Select(checkpoint => checkpoint.Step))}.");
    }

    private static string RequireFile(GivenValue given) => File.Exists(given.Text)
        ? given.Text
        : throw new InputException($"{given.Source}: there is no such file. Got '{given.Text}'. " +
            $"Expected a step of the run, '{Best}', or a checkpoint (*.safetensors).");

    private static bool IsStep(string text, out long step) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out step);

    private static TrainedModel Read(string path, RunRecord? run) => InputException.From(() =>
    {
        using var file = SafetensorsFile.Open(path);
        if (!file.Metadata.TryGetValue(RunRecorder.ModelKey, out var model))
            throw new InvalidDataException($"Checkpoint: '{path}' does not say which model it is of. " +
                $"Expected '{RunRecorder.ModelKey}' in its metadata. Use a checkpoint of a run.");
        var task = Enum.Parse<ModelTask>(file.Metadata.GetValueOrDefault(RunRecorder.TaskKey, nameof(ModelTask.Classification)));
        return new TrainedModel(path, run, ModelSpecification.Parse(model, task));
    });
}
