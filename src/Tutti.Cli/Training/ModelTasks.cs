using Tutti.Learning.Data;
using Tutti.Learning.Losses;
using Tutti.Learning.Modules.Specification;

namespace Tutti.Cli.Training;

/// <summary>What a model's task means for its data and its loss.</summary>
internal static class ModelTasks
{
    internal const string Classification = "classification", Reconstruction = "reconstruction";

    internal static IReadOnlyList<string> All { get; } = [Classification, Reconstruction];

    internal static ModelTask Find(string name) => name == Reconstruction ? ModelTask.Reconstruction : ModelTask.Classification;

    internal static string NameOf(ModelTask task) => task == ModelTask.Reconstruction ? Reconstruction : Classification;

    internal static Loss LossOf(ModelTask task) => task == ModelTask.Reconstruction ? Losses.MeanSquaredError : Losses.CrossEntropy;

    /// <summary>The samples with the targets of the task.</summary>
    internal static ISampleSource Prepare(ModelTask task, ISampleSource data) =>
        task == ModelTask.Reconstruction ? new ReconstructionSource(data) : data;
}
