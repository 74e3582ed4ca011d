using System.Numerics.Tensors;
using Tutti.Learning.Checkpoints;
using Tutti.Learning.Data;
using Tutti.Tensors;
using Tensor = Tutti.Tensors.Tensor;

namespace Tutti.Learning.Ensembles;

/// <summary>
/// p(c) = (n_c + 1 / C) / (K + 1), where n_c of the K nearest training samples are of class c: one vote is shared by all classes, so that
/// none is impossible. Euclidean distance, |x|² + |t|² − 2 x·t in float; among equally near samples the earlier ones count. Made by
/// <see cref="NearestNeighborsRecipe"/>.
/// </summary>
public sealed class NearestNeighborsClassifier : IClassifier
{
    internal const string Kind = "nearest-neighbors";

    private readonly int neighborCount;
    private readonly float[] values, norms;
    private readonly long[] labels;

    internal NearestNeighborsClassifier(Shape sampleShape, int classCount, int neighborCount, float[] values, long[] labels)
    {
        (SampleShape, ClassCount) = (sampleShape, classCount);
        (this.neighborCount, this.values, this.labels) = (Math.Min(neighborCount, labels.Length), values, labels);
        norms = Norms(values, sampleShape.ElementCount);
    }

    /// <inheritdoc/>
    public Shape SampleShape { get; }

    /// <inheritdoc/>
    public int ClassCount { get; }

    /// <inheritdoc/>
    public double[] Probabilities(ISampleSource samples)
    {
        ClassifierInputs.CheckFits(samples, this);
        using var scope = TensorScope.Begin();
        var (size, all) = (SampleShape.ElementCount, new double[checked(samples.Count * ClassCount)]);
        var known = Tensor.From(values, [labels.Length, size]).Transpose();
        SampleBatches.ForEach(samples, (start, batch) =>
        {
            var products = batch.Reshape([batch.Shape[0], size]).MatMul(known).Contiguous();
            var own = Norms(batch.AsSpan<float>(), size);
            for (var row = 0; row < own.Length; row++)
                Vote(own[row], products.AsSpan<float>().Slice(row * labels.Length, labels.Length), all.AsSpan((start + row) * ClassCount, ClassCount));
            GC.KeepAlive(products);
        });
        return all;
    }

    /// <inheritdoc/>
    public void Save(string path) => ClassifierNumbers.Write(path,
        new ClassifierDescription { Kind = Kind, SampleShape = SampleShape.ToArray(), ClassCount = ClassCount, NeighborCount = neighborCount },
        ("samples", values, [labels.Length, SampleShape.ElementCount]), ("labels", labels, [labels.Length]));

    internal static NearestNeighborsClassifier Read(SafetensorsFile file, ClassifierDescription description, string path)
    {
        var count = file.TryGet("labels", out var entry) && entry.Shape.Rank == 1 ? entry.Shape[0] : 0;
        var labels = ClassifierNumbers.Read<long>(file, "labels", [count], path);
        var values = ClassifierNumbers.Read<float>(file, "samples", [count, description.Shape.ElementCount], path);
        if (description.NeighborCount is not { } neighbors || neighbors < 1 || neighbors > count
            || labels.Any(label => label < 0 || label >= description.ClassCount))
            throw new InvalidDataException(
                $"Classifier: '{path}' has no usable neighbours. Got {count} samples for {description.NeighborCount} neighbours. Expected at " +
                "least as many as vote, with classes in range.");
        return new NearestNeighborsClassifier(description.Shape, description.ClassCount, neighbors, values, labels);
    }

    private void Vote(float norm, ReadOnlySpan<float> products, Span<double> probabilities)
    {
        // The K nearest so far, ascending; a sample moves up past those that are farther, never past one as near.
        Span<(float Distance, int Row)> nearest = new (float, int)[neighborCount];
        var count = 0;
        for (var row = 0; row < products.Length; row++)
        {
            var distance = norm + norms[row] - 2 * products[row];
            if (count == neighborCount && !(distance < nearest[count - 1].Distance)) continue;
            var place = count < neighborCount ? count++ : count - 1;
            for (; place > 0 && distance < nearest[place - 1].Distance; place--) nearest[place] = nearest[place - 1];
            nearest[place] = (distance, row);
        }
        probabilities.Fill(1.0 / ClassCount / (neighborCount + 1));
        foreach (var (_, row) in nearest) probabilities[(int)labels[row]] += 1.0 / (neighborCount + 1);
    }

    private static float[] Norms(ReadOnlySpan<float> values, int size)
    {
        var norms = new float[values.Length / size];
        for (var row = 0; row < norms.Length; row++) norms[row] = TensorPrimitives.SumOfSquares(values.Slice(row * size, size));
        return norms;
    }
}
