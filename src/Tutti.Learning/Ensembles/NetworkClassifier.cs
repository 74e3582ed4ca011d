using System.Text.Json;
using Tutti.Learning.Checkpoints;
using Tutti.Learning.Data;
using Tutti.Learning.Losses;
using Tutti.Learning.Modules;
using Tutti.Learning.Modules.Specification;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;
using Tutti.Tensors;

namespace Tutti.Learning.Ensembles;

/// <summary>A network whose softmax says how likely classes are. Made by <see cref="NetworkRecipe"/>.</summary>
public sealed class NetworkClassifier : IClassifier
{
    internal const string Kind = "network";

    private readonly ModelSpecification model;
    private readonly Module network;

    private NetworkClassifier(ModelSpecification model, Module network, Shape sampleShape, int classCount)
    {
        (this.model, this.network) = (model, network);
        (SampleShape, ClassCount) = (sampleShape, classCount);
    }

    /// <inheritdoc/>
    public Shape SampleShape { get; }

    /// <inheritdoc/>
    public int ClassCount { get; }

    /// <summary>How many weights the network has.</summary>
    public long WeightCount => network.WeightCount;

    /// <summary>SHA-256 of the weights, see <see cref="ModuleWeights.WeightsSha256"/>.</summary>
    public string WeightsSha256 => network.WeightsSha256();

    /// <inheritdoc/>
    public double[] Probabilities(ISampleSource samples)
    {
        ClassifierInputs.CheckFits(samples, this);
        var all = new double[checked(samples.Count * ClassCount)];
        SampleBatches.ForEach(samples, (start, batch) =>
        {
            var logits = Checked(network.Forward(batch), batch.Shape[0]).Contiguous();
            var values = logits.AsSpan<float>();
            var own = all.AsSpan(start * ClassCount, values.Length);
            for (var i = 0; i < values.Length; i++) own[i] = values[i];
            for (var row = 0; row < batch.Shape[0]; row++) Softmax.Apply(own.Slice(row * ClassCount, ClassCount));
            GC.KeepAlive(logits);
        });
        return all;
    }

    /// <inheritdoc/>
    public void Save(string path) => network.Save(path, new ClassifierDescription
    {
        Kind = Kind, SampleShape = SampleShape.ToArray(), ClassCount = ClassCount,
        Model = JsonSerializer.Deserialize<JsonElement>(model.ToJson()),
    }.ToMetadata());

    internal static NetworkClassifier Train(
        NetworkRecipe recipe, ISampleSource samples, int classCount, Loss loss, ulong seed, int? computeThreads, CancellationToken cancellation)
    {
        ClassifierInputs.CheckToFit(samples, classCount, nameof(NetworkRecipe));
        recipe.ThrowIfInvalid();
        var model = recipe.ModelFor(samples.SampleShape, classCount);
        var made = new NetworkClassifier(model, model.Build(), samples.SampleShape, classCount);
        var trainer = new Trainer(made.network, new Adam(recipe.LearningRate), loss, options: new TrainerOptions
        {
            EpochCount = recipe.EpochCount, BatchSize = Math.Min(recipe.BatchSize, Math.Max(1, samples.Count)), Seed = seed,
            Schedule = Schedules.Schedules.Cosine, ComputeThreads = computeThreads,
        });
        trainer.Fit(samples, cancellation: cancellation);
        cancellation.ThrowIfCancellationRequested();
        made.network.SetTraining(false);
        return made;
    }

    internal static NetworkClassifier Read(SafetensorsFile file, ClassifierDescription description, string path)
    {
        if (description.Model is not { } json)
            throw new InvalidDataException(
                $"Classifier: '{path}' has no network. Got a description without 'model'. Expected its layers.");
        try
        {
            var model = ModelSpecification.Parse(json.GetRawText());
            var network = model.Build();
            ModuleWeights.Check(network.State, file, path);
            ModuleWeights.Read(network, file, prefix: "");
            network.SetTraining(false);
            return new NetworkClassifier(model, network, description.Shape, description.ClassCount);
        }
        catch (ArgumentException problem)
        {
            throw new InvalidDataException($"Classifier: the network in '{path}' cannot be made. {ArgumentMessage.Of(problem)}", problem);
        }
    }

    private Tensor Checked(Tensor logits, int count) => logits.Shape == Shape.Create([count, ClassCount]) ? logits : throw new ArgumentException(
        $"NetworkClassifier: the network has not one output a class. Got {logits.Shape}. Expected [{count}, {ClassCount}]. " +
        "Choose a model whose last layer fits the classes.");
}
