using System.Runtime.InteropServices;
using Tutti.Learning.Checkpoints;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Transforms;
using Tutti.Tensors;

namespace Tutti.Learning.Detection;

/// <summary>
/// A detector whose bottleneck is the first principal components: the best that anything linear can do, and so what a network must be
/// compared with (Jackson and Mudholkar: "Control procedures for residuals associated with principal component analysis", Technometrics
/// 21(3), 1979). Fitting costs what <see cref="Pca"/> says.
/// </summary>
public sealed class PcaDetector : ReconstructionDetector
{
    internal const string Kind = "pca";
    private const string Prefix = "pca.";

    private readonly Pca analysis;

    private PcaDetector(Pca analysis, Shape sampleShape) : base(sampleShape) => this.analysis = analysis;

    /// <summary>The components.</summary>
    public Pca Analysis => analysis;

    /// <summary>Learns the components of usual samples and calibrates on them. The same arguments give the same bits.</summary>
    /// <param name="usual">More samples than components; Float32, finite. Targets are not looked at.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="calibration">Usual samples to calibrate on; null: see <see cref="PcaDetectorOptions.CalibrationShare"/>.</param>
    /// <returns>The detector.</returns>
    /// <exception cref="ArgumentException">Options are out of range (all problems are listed), or samples do not fit.</exception>
    public static PcaDetector Fit(ISampleSource usual, PcaDetectorOptions? options = null, ISampleSource? calibration = null)
    {
        options ??= new PcaDetectorOptions();
        options.ThrowIfInvalid();
        var (training, reference) = Divide(usual, calibration, options.CalibrationShare, options.Seed, nameof(PcaDetector));
        var size = usual.SampleShape.ElementCount;
        if (options.ComponentCount >= Math.Min(size, training.Count))
            throw new ArgumentException(
                $"PcaDetector: too many components. Got {options.ComponentCount} for {training.Count} samples of {size} elements. " +
                "Expected less than either, or everything is given back as it is. Choose fewer.");
        using var scope = TensorScope.Begin();
        var rows = Enumerable.Range(0, training.Count).ToArray();
        var samples = Tensor.Zeros(Shape.Create([rows.Length, .. usual.SampleShape.AsSpan()]));
        training.CopySamples(rows, samples);
        var analysis = new Pca(new PcaOptions { ComponentCount = options.ComponentCount });
        analysis.Fit(samples.Reshape([rows.Length, size]));
        var detector = new PcaDetector(analysis, usual.SampleShape);
        detector.Calibration = new Calibration(detector.Score(reference));
        return detector;
    }

    internal static PcaDetector Read(SafetensorsFile file, DetectorDescription description, string path)
    {
        var shape = DetectorFile.ReadShape(description, path);
        if (TransformKinds.Read(TransformState.Read(file, path), Prefix) is not Pca analysis || analysis.InputWidth != shape.ElementCount)
            throw new InvalidDataException(
                $"Detector: the components in '{path}' do not fit. Got another transform than one of {shape.ElementCount} columns. " +
                "Expected what PcaDetector.Save wrote.");
        return new PcaDetector(analysis, shape) { Calibration = DetectorFile.ReadCalibration(file, path) };
    }

    private protected override Tensor ReconstructBatch(Tensor samples)
    {
        var flat = samples.Reshape([samples.Shape[0], SampleShape.ElementCount]);
        return analysis.Inverse(analysis.Apply(flat)).Reshape(samples.Shape).Contiguous();
    }

    private protected override IEnumerable<DetectorTensor> Tensors() => State().Numbers.Select(number => new DetectorTensor(
        new SafetensorsEntry(number.Name, ElementType.Float64, number.Shape), MemoryMarshal.AsBytes(number.Values.AsSpan()).ToArray()));

    private protected override IReadOnlyDictionary<string, string> Texts() => State().Texts;

    private protected override DetectorDescription Describe() =>
        new() { Format = DetectorDescription.CurrentFormat, Kind = Kind, SampleShape = SampleShape.ToArray() };

    private TransformState State()
    {
        var state = new TransformState();
        TransformKinds.Write(analysis, state, Prefix);
        return state;
    }
}
