using Tutti.Learning.Modules.Specification;

namespace Tutti.Learning.Detection;

/// <summary>How an <see cref="AutoencoderDetector"/> is made and trained: Adam, its rate falling along half a cosine wave.</summary>
public sealed record AutoencoderDetectorOptions
{
    /// <summary>
    /// The network: a preset that gives back its input, <c>autoencoder</c> (the default), <c>autoencoder-conv</c> or
    /// <c>autoencoder-lstm</c>.
    /// </summary>
    public string Preset { get; init; } = "autoencoder";

    /// <summary>A network of one's own, which gives back what has the shape of a sample, instead of the preset. Default: null.</summary>
    public ModelSpecification? Model { get; init; }

    /// <summary>How many times all samples are seen. At least 1; default 60.</summary>
    public int EpochCount { get; init; } = 60;

    /// <summary>Samples a step. At least 1; default 64.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The learning rate of the first step, more than 0. Default 0.002.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Decides the initial weights, the order of samples and which ones are held out. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// The share of the samples that is not learned from, but calibrated on, 0 ≤ share &lt; 1. Default 0: the detector is calibrated on
    /// what
    /// it learned from, which makes p-values of new samples smaller than they should be; a threshold chosen on a validation part makes up
    /// for that.
    /// </summary>
    public double CalibrationShare { get; init; }

    /// <summary>How many threads compute one operation, at least 1; no influence on results. Null, the default: the machine's
    /// cores.</summary>
    public int? ComputeThreads { get; init; }

    internal void ThrowIfInvalid()
    {
        var problems = new List<string>();
        if (Model is null && !ModelPresets.Names.Contains(Preset))
            problems.Add($"Preset is '{Preset}'. {NearestName.Suggest(Preset, ModelPresets.Names)}");
        else if (Model is null && ModelPresets.TaskOf(Preset) != ModelTask.Reconstruction)
            problems.Add($"Preset is '{Preset}', which does not give back its input, expected one of those that are called autoencoder");
        if (EpochCount < 1) problems.Add($"EpochCount is {EpochCount}, expected at least 1");
        if (BatchSize < 1) problems.Add($"BatchSize is {BatchSize}, expected at least 1");
        if (!(LearningRate > 0 && double.IsFinite(LearningRate))) problems.Add($"LearningRate is {LearningRate}, expected more than 0");
        if (!(CalibrationShare is >= 0 and < 1)) problems.Add($"CalibrationShare is {CalibrationShare}, expected 0 ≤ share < 1");
        if (ComputeThreads < 1) problems.Add($"ComputeThreads is {ComputeThreads}, expected at least 1");
        if (problems.Count > 0) throw new ArgumentException(
            $"AutoencoderDetectorOptions: {string.Join("; ", problems)}. Correct them and try again.");
    }
}
