using Tutti.Learning.Checkpoints;
using Tutti.Learning.Data;
using Tutti.Tensors;

namespace Tutti.Learning.Ensembles;

/// <summary>
/// log p(c | x) = log π_c − ½ Σ_d (log 2πσ²_cd + (x_d − μ_cd)² / σ²_cd) + const, with population variances. Made by
/// <see cref="GaussianBayesRecipe"/>. A class without samples gets probability 0.
/// </summary>
public sealed class GaussianBayesClassifier : IClassifier
{
    internal const string Kind = "gaussian-bayes";

    private readonly double[] priors, means, variances; // [C], [C, D], [C, D]

    private GaussianBayesClassifier(Shape sampleShape, int classCount, double[] priors, double[] means, double[] variances)
    {
        (SampleShape, ClassCount) = (sampleShape, classCount);
        (this.priors, this.means, this.variances) = (priors, means, variances);
    }

    /// <inheritdoc/>
    public Shape SampleShape { get; }

    /// <inheritdoc/>
    public int ClassCount { get; }

    /// <inheritdoc/>
    public double[] Probabilities(ISampleSource samples)
    {
        ClassifierInputs.CheckFits(samples, this);
        var (size, all) = (SampleShape.ElementCount, new double[checked(samples.Count * ClassCount)]);
        double[] constants = [.. Enumerable.Range(0, ClassCount).Select(own => Constant(own, size))];
        SampleBatches.ForEach(samples, (start, batch) =>
        {
            var values = batch.AsSpan<float>();
            for (var row = 0; row < batch.Shape[0]; row++)
            {
                var result = all.AsSpan((start + row) * ClassCount, ClassCount);
                for (var own = 0; own < ClassCount; own++)
                    result[own] = priors[own] == 0 ? double.NegativeInfinity
                        : constants[own] - 0.5 * Distance(values.Slice(row * size, size), own * size);
                Softmax.Apply(result);
            }
        });
        return all;
    }

    /// <inheritdoc/>
    public void Save(string path) => ClassifierNumbers.Write(path,
        new ClassifierDescription { Kind = Kind, SampleShape = SampleShape.ToArray(), ClassCount = ClassCount },
        ("priors", priors, [ClassCount]), ("means", means, Matrix), ("variances", variances, Matrix));

    internal static GaussianBayesClassifier Fit(ISampleSource samples, long[] labels, int classCount, double smoothing)
    {
        var size = samples.SampleShape.ElementCount;
        var (counts, means, squares) = (new double[classCount], new double[classCount * size], new double[classCount * size]);
        foreach (var label in labels) counts[label]++;
        Sum(samples, labels, size, (own, _, value) => means[own] += value);
        var grandMeans = new double[size];
        for (var own = 0; own < means.Length; own++) grandMeans[own % size] += means[own] / labels.Length;
        for (var own = 0; own < means.Length; own++) means[own] /= Math.Max(1, counts[own / size]);
        var spread = new double[size];
        Sum(samples, labels, size, (own, dimension, value) =>
        {
            squares[own] += (value - means[own]) * (value - means[own]);
            spread[dimension] += (value - grandMeans[dimension]) * (value - grandMeans[dimension]);
        });
        // Where nothing varies at all, every class is as far away: a variance of 1 keeps that finite.
        var least = smoothing * spread.Max() / labels.Length;
        for (var own = 0; own < squares.Length; own++)
            squares[own] = squares[own] / Math.Max(1, counts[own / size]) + least is var variance && variance > 0 ? variance : 1;
        return new GaussianBayesClassifier(samples.SampleShape, classCount, Array.ConvertAll(counts, count => count / labels.Length), means, squares);
    }

    internal static GaussianBayesClassifier Read(SafetensorsFile file, ClassifierDescription description, string path)
    {
        var shape = Shape.Create([description.ClassCount, description.Shape.ElementCount]);
        return new GaussianBayesClassifier(description.Shape, description.ClassCount,
            ClassifierNumbers.Read<double>(file, "priors", [description.ClassCount], path),
            ClassifierNumbers.Read<double>(file, "means", shape, path), ClassifierNumbers.Read<double>(file, "variances", shape, path));
    }

    private Shape Matrix => Shape.Create([ClassCount, SampleShape.ElementCount]);

    private double Constant(int own, int size)
    {
        var sum = Math.Log(priors[own]);
        foreach (var variance in variances.AsSpan(own * size, size)) sum -= 0.5 * Math.Log(2 * Math.PI * variance);
        return sum;
    }

    private double Distance(ReadOnlySpan<float> values, int first)
    {
        var mean = means.AsSpan(first, values.Length);
        var variance = variances.AsSpan(first, values.Length);
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++) sum += (values[i] - mean[i]) * (values[i] - mean[i]) / variance[i];
        return sum;
    }

    private static void Sum(ISampleSource samples, long[] labels, int size, Action<int, int, double> add) => SampleBatches.ForEach(samples, (start, batch) =>
    {
        var values = batch.AsSpan<float>();
        for (var i = 0; i < values.Length; i++) add((int)labels[start + i / size] * size + i % size, i % size, values[i]);
    });
}
