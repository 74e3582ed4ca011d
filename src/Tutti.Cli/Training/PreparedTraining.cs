using Tutti.Cli.Arguments;
using Tutti.Cli.Commands;
using Tutti.Cli.Output;
using Tutti.Learning.Data;
using Tutti.Learning.Runs;
using Tutti.Tensors.Kernels;

namespace Tutti.Cli.Training;

/// <summary>A training whose settings, data and model have been read and checked; nothing has been begun.</summary>
internal sealed class PreparedTraining
{
    private readonly TrainSettings settings;
    private readonly TrainSettingTable table;
    private readonly InterruptedRun? interrupted;
    private readonly ClassificationSplits data;
    private readonly TrainingInputs inputs;

    private PreparedTraining(
        TrainSettings settings, TrainSettingTable table, InterruptedRun? interrupted, ClassificationSplits data, TrainingInputs inputs, TrainingJob job)
    {
        this.settings = settings;
        this.table = table;
        this.interrupted = interrupted;
        this.data = data;
        this.inputs = inputs;
        Job = job;
    }

    internal TrainSettings Settings => settings;

    internal TrainingJob Job { get; }

    /// <summary>What ranks must have in common: data and their parts, model, and the weights to start from.</summary>
    internal string Digests =>
        $"training data {data.Train.Digest}, test data {data.Test.Digest}, model {inputs.ModelSha256}, initial weights {inputs.InitialSha256 ?? "from the seed"}" +
        (Job.Partition is { } partition ? $", partition {partition.Digest}" : "");

    /// <summary>What a worker that joins later must have in common with the others: options, and digests of what they read; lines.</summary>
    internal string Purpose => string.Join('\n', table.DescribePurpose(settings).Concat(Digests.Split(", ")));

    /// <summary>The same training, with what the job has decided about its workers.</summary>
    internal PreparedTraining With(TrainSettings fitted) => new(fitted, table, interrupted, data, inputs, Job.With(fitted));

    /// <summary>Reads and checks everything; what is wrong is an <see cref="InputException"/>.</summary>
    internal static async Task<PreparedTraining> CreateAsync(
        Invocation invocation, TrainSettingTable table, TrainSettings settings, InterruptedRun? interrupted)
    {
        var data = await DataOptions.LoadAsync(
            DataOptions.OpenCatalog(settings.DataRoot), settings.Data, settings.Table,
            new DownloadDisplay(invocation.Terminal.Error, invocation.IsQuiet), invocation.Cancellation).ConfigureAwait(false);
        interrupted?.CheckData(RunData.Of(data));
        var model = ModelChoice.Create(settings.Model, settings.Task, data.Train.SampleShape, data.Train.ClassCount);
        var partition = settings.Partition.RecipeFor(settings.ShardCount, settings.Seed) is { } recipe
            ? PartitionFlags.Cut(recipe, data.Train, PartitionSettings.SchemeFlag)
            : null;
        var job = new TrainingJob(settings, data, model, interrupted?.State, partition);
        var inputs = TrainingInputs.Of(model, interrupted?.State is null ? settings.Initial : null);
        interrupted?.CheckInputs(inputs);
        job.Check();
        invocation.Cancellation.ThrowIfCancellationRequested();
        return new PreparedTraining(settings, table, interrupted, data, inputs, job);
    }

    /// <summary>Begins the run, or goes on with the interrupted one; dispose it.</summary>
    internal RunFolder OpenRun(Invocation invocation) => interrupted?.Open() ?? CreateRun(new RunStart
    {
        Model = ModelChoice.NameOf(settings.Model),
        CommandLine = ["tutti", .. invocation.Parse.Tokens.Select(token => token.Value)],
        Kernels = $"{ComputeKernels.Name} ({ComputeKernels.Reason})",
        Seed = settings.Seed,
        Options = table.Describe(settings),
        Data = RunData.Of(data),
        Workers = new RunWorkers(settings.WorkerCount, settings.Isolation, settings.ThreadCount, settings.ShardCount, settings.Strategy),
        ModelSha256 = inputs.ModelSha256,
        InitialSha256 = inputs.InitialSha256,
    });

    private RunFolder CreateRun(RunStart start)
    {
        try
        {
            return RunFolder.Create(settings.Out, start);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"--out: a run cannot be made there. Got '{settings.Out}': {cause.Message} " +
                "Expected a folder that can be written. Choose another with --out.", cause);
        }
    }
}
