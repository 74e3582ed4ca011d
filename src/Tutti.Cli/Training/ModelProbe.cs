using Tutti.Learning.Data;
using Tutti.Learning.Modules;
using Tutti.Learning.Modules.Specification;
using Tutti.Tensors;

namespace Tutti.Cli.Training;

/// <summary>Asks a model about the first samples, so that one that does not fit its data is wrong input rather than a run that fails.</summary>
internal static class ModelProbe
{
    // One sample alone has no variance to normalise by.
    private const int MostSamples = 2;

    /// <exception cref="ArgumentException">A layer, or the loss, refuses what it is given; the message names shapes.</exception>
    internal static void Run(Sequential network, ModelTask task, ClassificationDataset data)
    {
        var source = ModelTasks.Prepare(task, data);
        int[] rows = [.. Enumerable.Range(0, Math.Min(MostSamples, source.Count))];
        if (rows.Length == 0) return;
        using var scope = TensorScope.Begin();
        using var pause = NoGradient.Begin();
        var samples = Tensor.Zeros(Shape.Create([rows.Length, .. source.SampleShape.AsSpan()]), source.SampleType);
        var targets = Tensor.Zeros(Shape.Create([rows.Length, .. source.TargetShape.AsSpan()]), source.TargetType);
        source.CopySamples(rows, samples);
        source.CopyTargets(rows, targets);
        // The last class must have an output too, though the first samples may be of others.
        if (task == ModelTask.Classification) targets.AsSpan<long>().Fill(data.ClassCount - 1);
        network.SetTraining(false);
        ModelTasks.LossOf(task)(network.Forward(samples), targets);
    }
}
