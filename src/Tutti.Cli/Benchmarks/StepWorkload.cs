using Tutti.Learning.Losses;
using Tutti.Learning.Modules;
using Tutti.Learning.Modules.Specification;
using Tutti.Learning.Optimizers;
using Tutti.Tensors;
using Tutti.Tensors.Random;

namespace Tutti.Cli.Benchmarks;

/// <summary>
/// What a training step is made of, as the peers' scripts have it: images of 28 × 28 with ten classes and SGD with momentum; sequences
/// of 140 numbers with five classes and Adam; reconstructions of 140 numbers with Adam; the small GPT with AdamW.
/// </summary>
internal sealed record StepWorkload
{
    internal const string Gpt = "gpt";

    private const int ImageClasses = 10, SequenceClasses = 5, SequenceLength = 140;

    // As many samples as MNIST has, so that images do not stay in the caches; of sequences as many as the peers have.
    private const int ImageCount = 60_000, SequenceCount = 4_000;

    private static readonly string[] SequenceModels = ["gru", "lstm", "transformer"];

    /// <summary>Every name that can be timed.</summary>
    internal static IReadOnlyList<string> Names { get; } = [.. ModelPresets.Names.Append(Gpt).Order(StringComparer.Ordinal)];

    internal required Func<Module> CreateNetwork { get; init; }

    internal required Func<Optimizer> CreateOptimizer { get; init; }

    internal required Loss Loss { get; init; }

    /// <summary>How many samples the data hold.</summary>
    internal required int SampleCount { get; init; }

    /// <summary>Makes the inputs and targets of a batch.</summary>
    internal required BatchMaker MakeBatch { get; init; }

    /// <summary>How many samples a batch has where nobody says.</summary>
    internal int BatchSize { get; init; } = 64;

    /// <summary>Tokens a sample, where samples are texts.</summary>
    internal int? Tokens { get; init; }

    internal static StepWorkload Create(string name)
    {
        if (name == Gpt) return Text();
        if (ModelPresets.TaskOf(name) == ModelTask.Reconstruction) return Reconstruction(name);
        return SequenceModels.Contains(name)
            ? Classification(name, [SequenceLength, 1], SequenceClasses, SequenceCount, () => new Adam(1e-3))
            : Classification(name, [1, 28, 28], ImageClasses, ImageCount, () => new Sgd(0.01, momentum: 0.9));
    }

    private static StepWorkload Classification(string name, Shape sample, int classes, int count, Func<Optimizer> optimizer) => new()
    {
        CreateNetwork = ModelPresets.Create(name, sample, classes).Build,
        CreateOptimizer = optimizer,
        Loss = Losses.CrossEntropy,
        SampleCount = count,
        MakeBatch = (size, ref random) => (Numbers(size, sample, ref random), Labels([size], classes, ref random)),
    };

    private static StepWorkload Reconstruction(string name)
    {
        Shape sample = [SequenceLength];
        return new()
        {
            CreateNetwork = ModelPresets.Create(name, sample, SequenceClasses).Build,
            CreateOptimizer = () => new Adam(1e-3),
            Loss = Losses.MeanSquaredError,
            SampleCount = SequenceCount,
            MakeBatch = (size, ref random) =>
            {
                var input = Numbers(size, sample, ref random);
                return (input, input);
            },
        };
    }

    private static StepWorkload Text() => new()
    {
        CreateNetwork = () => new SmallGpt(),
        CreateOptimizer = () => new Adam(new AdamOptions { WeightDecay = 0.01, DecoupledWeightDecay = true }),
        Loss = Losses.CrossEntropy,
        SampleCount = SequenceCount,
        BatchSize = 16,
        Tokens = SmallGpt.Time,
        MakeBatch = (size, ref random) => (
            Labels([size, SmallGpt.Time], SmallGpt.Vocabulary, ref random),
            Labels([size * SmallGpt.Time], SmallGpt.Vocabulary, ref random)),
    };

    private static Tensor Numbers(int size, Shape sample, ref CounterRandom random) =>
        Tensor.Uniform(Shape.Create([size, .. sample.AsSpan()]), 0, 1, ref random).Keep();

    private static Tensor Labels(Shape shape, int classes, ref CounterRandom random)
    {
        var labels = new long[shape.ElementCount];
        foreach (ref var label in labels.AsSpan()) label = random.NextInt32(classes);
        return Tensor.From(labels, shape).Keep();
    }
}

/// <summary>Makes a batch of a size.</summary>
internal delegate (Tensor Input, Tensor Target) BatchMaker(int size, ref CounterRandom random);
