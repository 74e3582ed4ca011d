using Tutti.Learning.Data;
using Tutti.Tensors;

namespace Tutti.Learning.Ensembles;

/// <summary>Reads samples and classes for what is fitted on many samples at once.</summary>
internal static class SampleBatches
{
    private const int BatchSize = 256;

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
        ForEach(samples, (start, batch) => batch.AsSpan<float>().CopyTo(all.AsSpan(start * size)));
        return all;
    }

    /// <summary>Calls with the number of the first sample and a batch <c>[B, SampleShape…]</c>, which lives as long as the call.</summary>
    internal static void ForEach(ISampleSource samples, Action<int, Tensor> use)
    {
        using var pause = NoGradient.Begin();
        for (var start = 0; start < samples.Count; start += BatchSize)
        {
            using var scope = TensorScope.Begin();
            var rows = Enumerable.Range(start, Math.Min(BatchSize, samples.Count - start)).ToArray();
            var batch = Tensor.Zeros(Shape.Create([rows.Length, .. samples.SampleShape.AsSpan()]));
            samples.CopySamples(rows, batch);
            use(start, batch);
            GC.KeepAlive(batch);
        }
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
