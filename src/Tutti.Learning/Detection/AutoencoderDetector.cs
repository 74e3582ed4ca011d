using System.Text.Json;
using Tutti.Learning.Checkpoints;
using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;
using Tutti.Learning.Modules;
using Tutti.Learning.Modules.Specification;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;
using Tutti.Tensors;

namespace Tutti.Learning.Detection;

/// <summary>
/// A detector whose bottleneck is a network's: an autoencoder that has seen usual samples only (Hinton and Salakhutdinov: "Reducing the
/// dimensionality of data with neural networks", Science 313, 2006; as a detector Sakurada and Yairi, MLSDA 2014).
/// </summary>
public sealed class AutoencoderDetector : ReconstructionDetector
{
    internal const string Kind = "autoencoder";
    private const string Prefix = "network.";

    private readonly ModelSpecification model;
    private readonly Module network;

    private AutoencoderDetector(ModelSpecification model, Module network, Shape sampleShape) : base(sampleShape)
    {
        this.model = model;
        this.network = network;
    }

    /// <summary>How many weights the network has.</summary>
    public long WeightCount => network.WeightCount;

    /// <summary>Trains a network on usual samples and calibrates it. The same arguments give the same bits.</summary>
    /// <param name="usual">At least one sample, none of them anomalous if it can be helped; Float32, finite. Targets are not looked
    /// at.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="calibration">Usual samples to calibrate on; null: see <see
    /// cref="AutoencoderDetectorOptions.CalibrationShare"/>.</param>
    /// <param name="cancellation">Stops the training after the current step.</param>
    /// <returns>The detector.</returns>
    /// <exception cref="ArgumentException">Options are out of range (all problems are listed), or samples do not fit.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a weight is no longer finite: choose a smaller learning rate.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static AutoencoderDetector Train(
        ISampleSource usual, AutoencoderDetectorOptions? options = null, ISampleSource? calibration = null,
        CancellationToken cancellation = default)
    {
        options ??= new AutoencoderDetectorOptions();
        options.ThrowIfInvalid();
        var (training, reference) = Divide(usual, calibration, options.CalibrationShare, options.Seed, nameof(AutoencoderDetector));
        return Train(training, reference, options, new SingleWorker(), partition: null, cancellation);
    }

    /// <summary>
    /// Trains one network together with other workers, each of which calibrates a detector of its own: all ranks call it with the same
    /// samples, partition and options. A rank reads the rows of its own parts only, so parts need not leave their owners.
    /// </summary>
    /// <param name="usual">All parts' samples; rows of other ranks' parts are not read, and may be anything.</param>
    /// <param name="partition">A part for each of the strategy's shards: shard s draws from part s.</param>
    /// <param name="strategy">How gradients come together.</param>
    /// <param name="calibration">Usual samples that this rank calibrates on, for instance those of its own part.</param>
    /// <param name="options">How, <see cref="AutoencoderDetectorOptions.CalibrationShare"/> being 0; null for the defaults.</param>
    /// <param name="cancellation">Stops the training after the current step, on all ranks.</param>
    /// <returns>The detector: the same network on every rank, each with its own calibration.</returns>
    /// <exception cref="ArgumentException">Options are out of range (all problems are listed), or samples or parts do not fit.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a weight is no longer finite: choose a smaller learning rate.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static AutoencoderDetector TrainShared(
        ISampleSource usual, Partition partition, ITrainingStrategy strategy, ISampleSource calibration,
        AutoencoderDetectorOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(partition);
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentNullException.ThrowIfNull(calibration);
        options ??= new AutoencoderDetectorOptions();
        options.ThrowIfInvalid();
        var (training, reference) = Divide(usual, calibration, options.CalibrationShare, options.Seed, nameof(AutoencoderDetector));
        return Train(training, reference, options, strategy, partition, cancellation);
    }

    private static AutoencoderDetector Train(
        ISampleSource training, ISampleSource reference, AutoencoderDetectorOptions options, ITrainingStrategy strategy, Partition? partition,
        CancellationToken cancellation)
    {
        var shape = training.SampleShape;
        var model = options.Model ?? ModelPresets.Create(options.Preset, shape, classCount: 0);
        var detector = new AutoencoderDetector(model, model.Build(), shape);
        var settings = new TrainerOptions
        {
            EpochCount = options.EpochCount, BatchSize = Math.Min(options.BatchSize, training.Count), Seed = options.Seed,
            Schedule = Schedules.Schedules.Cosine, ComputeThreads = options.ComputeThreads, Partition = partition,
        };
        var trainer = new Trainer(
            detector.network, new Adam(options.LearningRate), Losses.Losses.MeanSquaredError, strategy, settings);
        trainer.Fit(new ReconstructionSource(training), cancellation: cancellation);
        cancellation.ThrowIfCancellationRequested();
        detector.network.SetTraining(false);
        detector.Calibration = new Calibration(detector.Score(reference));
        return detector;
    }

    internal static AutoencoderDetector Read(SafetensorsFile file, DetectorDescription description, string path)
    {
        var shape = DetectorFile.ReadShape(description, path);
        if (description.Model is not { } json)
            throw new InvalidDataException($"Detector: '{path}' has no network. Got a description without 'model'. Expected its layers.");
        try
        {
            var model = ModelSpecification.Parse(json.GetRawText(), ModelTask.Reconstruction);
            var network = model.Build();
            ModuleWeights.Check(network.State, file, path, Prefix, name => name == DetectorFile.CalibrationName);
            ModuleWeights.Read(network, file, Prefix);
            network.SetTraining(false);
            return new AutoencoderDetector(model, network, shape) { Calibration = DetectorFile.ReadCalibration(file, path) };
        }
        catch (ArgumentException problem)
        {
            throw new InvalidDataException($"Detector: the network in '{path}' cannot be made. {ArgumentMessage.Of(problem)}", problem);
        }
    }

    private protected override Tensor ReconstructBatch(Tensor samples)
    {
        var result = network.Forward(samples);
        return result.Shape == samples.Shape ? result.Contiguous() : throw new ArgumentException(
            $"AutoencoderDetector: the network does not give back its input. Got {result.Shape} for {samples.Shape}. Expected the same " +
            "shape. Choose a network whose last layer has the size of a sample.");
    }

    private protected override IEnumerable<DetectorTensor> Tensors() => network.State.Select(tensor => new DetectorTensor(
        new SafetensorsEntry(Prefix + tensor.Name, tensor.Value.ElementType, tensor.Value.Shape),
        ModuleWeights.BytesOf(tensor.Value).ToArray()));

    private protected override DetectorDescription Describe() => new()
    {
        Format = DetectorDescription.CurrentFormat, Kind = Kind, SampleShape = SampleShape.ToArray(),
        Model = JsonSerializer.Deserialize<JsonElement>(model.ToJson()),
    };
}
