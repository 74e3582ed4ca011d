using System.Security.Cryptography;
using System.Text;
using Tutti.Learning.Checkpoints;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;
using Tutti.Tensors;

namespace Tutti.Learning.Detection;

/// <summary>
/// A detector that gives samples back through a bottleneck: what it has not learned it gives back badly. The score is the mean squared
/// error over the elements of a sample, in double.
/// </summary>
public abstract class ReconstructionDetector : IAnomalyDetector
{
    private Calibration? calibration;
    private string? version;

    private protected ReconstructionDetector(Shape sampleShape) => SampleShape = sampleShape;

    /// <inheritdoc/>
    public Shape SampleShape { get; }

    /// <inheritdoc/>
    public string Version => version ??= ComputeVersion();

    /// <inheritdoc/>
    public Calibration Calibration
    {
        get => calibration ?? throw new InvalidOperationException($"{GetType().Name}: not calibrated.");
        private protected set => (calibration, version) = (value, null);
    }

    /// <inheritdoc/>
    public double[] Score(ISampleSource samples)
    {
        var scores = new double[Checked(samples).Count];
        ForEachBatch(samples, (start, batch, reconstruction) =>
        {
            var given = batch.AsSpan<float>();
            var made = reconstruction.AsSpan<float>();
            var size = SampleShape.ElementCount;
            for (var row = 0; row < batch.Shape[0]; row++)
                scores[start + row] = Error(given.Slice(row * size, size), made.Slice(row * size, size));
        });
        return scores;
    }

    /// <inheritdoc/>
    public double[] PValues(ISampleSource samples) => Calibration.PValues(Score(samples));

    /// <summary>What the detector makes of samples, for instance to be drawn beside them.</summary>
    /// <param name="samples">As for <see cref="Score"/>.</param>
    /// <returns>All reconstructions, one after the other, row-major.</returns>
    /// <exception cref="ArgumentException">Samples have another shape, or a value is not finite.</exception>
    public float[] Reconstruct(ISampleSource samples)
    {
        var size = SampleShape.ElementCount;
        var all = new float[checked(Checked(samples).Count * size)];
        ForEachBatch(samples, (start, _, reconstruction) => reconstruction.AsSpan<float>().CopyTo(all.AsSpan(start * size)));
        return all;
    }

    /// <inheritdoc/>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var tensors = AllTensors();
        SafetensorsFile.Write(path, [.. tensors.Select(tensor => tensor.Entry)], index => tensors[index].Bytes, AllTexts());
    }

    /// <summary>Gives samples <c>[N, SampleShape…]</c> back in the same shape, contiguous.</summary>
    private protected abstract Tensor ReconstructBatch(Tensor samples);

    /// <summary>What was learned.</summary>
    private protected abstract IEnumerable<DetectorTensor> Tensors();

    /// <summary>What else a file must say.</summary>
    private protected abstract DetectorDescription Describe();

    /// <summary>Other texts of the file.</summary>
    private protected virtual IReadOnlyDictionary<string, string> Texts() => new Dictionary<string, string>();

    /// <summary>What is learned from and what is calibrated on.</summary>
    private protected static (ISampleSource Training, ISampleSource Calibration) Divide(
        ISampleSource usual, ISampleSource? calibration, double share, ulong seed, string name)
    {
        ArgumentNullException.ThrowIfNull(usual);
        if (usual.SampleType != ElementType.Float32 || usual.Count == 0)
            throw new ArgumentException(
                $"{name}: nothing to learn from. Got {usual.Count} samples of {usual.SampleType}. Expected at least one of " +
                "Float32.", nameof(usual));
        if (calibration is not null && share > 0)
            throw new ArgumentException(
                $"{name}: calibration samples twice. Got {calibration.Count} of their own and a share of {share}. Expected one of them.");
        if (calibration is not null) return (usual, calibration);
        if (share == 0) return (usual, usual);
        var fold = Folds.TrainTest(usual.Count, share, seed);
        return (new SourceSubset(usual, [.. fold.TrainRows]), new SourceSubset(usual, [.. fold.TestRows]));
    }

    private string ComputeVersion()
    {
        var tensors = AllTensors();
        var weights = WeightsDigest.Of([.. tensors.Select(tensor => tensor.Entry)], index => tensors[index].Bytes);
        var texts = string.Concat(AllTexts().OrderBy(text => text.Key, StringComparer.Ordinal)
            .Select(text => $"\n{text.Key}={text.Value}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(weights + texts)));
    }

    private DetectorTensor[] AllTensors() => [.. Tensors(), DetectorFile.Write(Calibration)];

    private Dictionary<string, string> AllTexts() => new(Texts()) { [DetectorDescription.Key] = Describe().ToJson() };

    private ISampleSource Checked(ISampleSource samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return samples.SampleShape == SampleShape && samples.SampleType == ElementType.Float32 ? samples : throw new ArgumentException(
            $"{GetType().Name}: samples of another shape. Got {samples.SampleType} {samples.SampleShape}. Expected Float32 " +
            $"{SampleShape}, as it was trained. Cut beats with the options of the training.", nameof(samples));
    }

    private void ForEachBatch(ISampleSource samples, Action<int, Tensor, Tensor> use) => SampleBatches.ForEach(samples, (start, batch) =>
    {
        CheckFinite(batch, start);
        var reconstruction = ReconstructBatch(batch);
        use(start, batch, reconstruction);
        GC.KeepAlive(reconstruction);
    });

    private void CheckFinite(Tensor batch, int start)
    {
        var broken = batch.AsSpan<float>().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        if (broken >= 0)
            throw new ArgumentException(
                $"{GetType().Name}: a value is not finite. Got {batch.AsSpan<float>()[broken]} in sample " +
                $"{start + broken / SampleShape.ElementCount}. Expected finite numbers. Leave such samples out.");
    }

    private static double Error(ReadOnlySpan<float> given, ReadOnlySpan<float> made)
    {
        var sum = 0.0;
        for (var i = 0; i < given.Length; i++)
        {
            var difference = (double)given[i] - made[i];
            sum += difference * difference;
        }
        return sum / given.Length;
    }
}
