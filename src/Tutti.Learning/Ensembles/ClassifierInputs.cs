using Tutti.Learning.Data;
using Tutti.Tensors;

namespace Tutti.Learning.Ensembles;

/// <summary>What classifiers are given: checked, and read at once for those that are fitted on all samples together.</summary>
internal static class ClassifierInputs
{
    /// <summary>All class numbers, checked.</summary>
    internal static long[] Labels(ISampleSource samples, int classCount, string operation)
    {
        if (samples.TargetType != ElementType.Int64 || samples.TargetShape.Rank != 0)
            throw new ArgumentException(
                $"{operation}: the targets are no classes. Got {samples.TargetType} {samples.TargetShape}. Expected one Int64 class number " +
                "a sample.");
        if (samples.Count == 0)
            throw new ArgumentException($"{operation}: nothing to learn from. Got no samples. Expected at least one.");
        using var scope = TensorScope.Begin();
        var targets = Tensor.Zeros([samples.Count], ElementType.Int64);
        samples.CopyTargets([.. Enumerable.Range(0, samples.Count)], targets);
        var labels = targets.AsSpan<long>().ToArray();
        GC.KeepAlive(targets);
        CheckLabels(labels, classCount, operation);
        return labels;
    }

    internal static void CheckLabels(ReadOnlySpan<long> labels, int classCount, string operation)
    {
        var wrong = labels.IndexOfAnyExceptInRange(0, classCount - 1);
        if (wrong >= 0)
            throw new ArgumentException(
                $"{operation}: a class is out of range. Got {labels[wrong]} in row {wrong}. Expected 0 to {classCount - 1}.");
    }

    /// <summary>All samples, one after the other, flat.</summary>
    internal static float[] Values(ISampleSource samples)
    {
        var size = samples.SampleShape.ElementCount;
        var all = new float[checked(samples.Count * size)];
        SampleBatches.ForEach(samples, (start, batch) => batch.AsSpan<float>().CopyTo(all.AsSpan(start * size)));
        return all;
    }

    internal static void CheckFits(ISampleSource samples, IClassifier model)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.SampleShape != model.SampleShape || samples.SampleType != ElementType.Float32)
            throw new ArgumentException(
                $"{model.GetType().Name}: samples of another shape. Got {samples.SampleType} {samples.SampleShape}. Expected Float32 " +
                $"{model.SampleShape}, as it was fitted.", nameof(samples));
    }

    /// <summary>Checks what every recipe is given.</summary>
    internal static void CheckToFit(ISampleSource samples, int classCount, string recipe)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        if (samples.SampleType != ElementType.Float32)
            throw new ArgumentException($"{recipe}: the samples are no values. Got {samples.SampleType}. Expected Float32.", nameof(samples));
    }
}
