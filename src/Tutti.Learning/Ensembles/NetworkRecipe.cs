using Tutti.Learning.Data;
using Tutti.Learning.Modules.Specification;
using Tutti.Tensors;

namespace Tutti.Learning.Ensembles;

/// <summary>A network trained with Adam, its rate falling along half a cosine wave, on cross-entropy.</summary>
public sealed record NetworkRecipe : ClassifierRecipe
{
    /// <summary>The network: a preset that tells classes apart, see <see cref="ModelPresets.Names"/>. Default <c>mlp</c>.</summary>
    public string Preset { get; init; } = "mlp";

    /// <summary>
    /// A network of one's own instead of the preset, as <see cref="ModelSpecification.Parse"/> reads it; its last layer has one output a
    /// class. One linear layer is multinomial logistic regression. Default null.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>How many times all samples are seen, at least 1; default 12.</summary>
    public int EpochCount { get; init; } = 12;

    /// <summary>Samples a step, at least 1; default 64.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The learning rate of the first step, more than 0; default 0.001.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <inheritdoc/>
    /// <exception cref="Training.TrainingDivergedException">The loss or a weight is no longer finite: choose a smaller rate.</exception>
    public override IClassifier Fit(
        ISampleSource samples, int classCount, ulong seed, int? computeThreads = null, CancellationToken cancellation = default) =>
        NetworkClassifier.Train(this, samples, classCount, Losses.Losses.CrossEntropy, seed, computeThreads, cancellation);

    internal ModelSpecification ModelFor(Shape sampleShape, int classCount) =>
        Model is { } json ? ModelSpecification.Parse(json) : ModelPresets.Create(Preset, sampleShape, classCount);

    internal void ThrowIfInvalid()
    {
        var problems = new List<string>();
        if (Model is null && !ModelPresets.Names.Contains(Preset))
            problems.Add($"Preset is '{Preset}'. {NearestName.Suggest(Preset, ModelPresets.Names)}");
        else if (Model is null && ModelPresets.TaskOf(Preset) != ModelTask.Classification)
            problems.Add($"Preset is '{Preset}', which tells no classes apart, expected a classifier such as mlp");
        if (EpochCount < 1) problems.Add($"EpochCount is {EpochCount}, expected at least 1");
        if (BatchSize < 1) problems.Add($"BatchSize is {BatchSize}, expected at least 1");
        if (!(LearningRate > 0 && double.IsFinite(LearningRate))) problems.Add($"LearningRate is {LearningRate}, expected more than 0");
        ThrowIfAny(nameof(NetworkRecipe), problems);
    }
}
