using Tutti.Learning.Ensembles;

namespace Tutti.Experiments.MetaLearners;

/// <summary>What <see cref="MetaLearnersExperiment"/> is run with.</summary>
internal sealed record MetaLearnersSettings
{
    internal static MetaLearnersSettings Full { get; } = new() { SampleCount = 12_000, EpochCount = 6, FoldCount = 5, BagCount = 10 };

    internal static MetaLearnersSettings Quick { get; } = new() { SampleCount = 3_000, EpochCount = 4, FoldCount = 3, BagCount = 5 };

    /// <summary>How many samples; a tenth of them is held out.</summary>
    public required int SampleCount { get; init; }

    /// <summary>How often networks see all samples.</summary>
    public required int EpochCount { get; init; }

    public required int FoldCount { get; init; }

    /// <summary>How many models the bag has.</summary>
    public required int BagCount { get; init; }

    public int WorkerCount { get; init; } = 2;

    public int SeedCount { get; init; } = 3;

    /// <summary>Whether the two networks that take longest are members.</summary>
    public bool HasSlowMembers { get; init; } = true;

    /// <summary>The share of rows that blending holds out.</summary>
    public double HoldOutShare { get; init; } = 0.2;

    public double Temperature { get; init; } = 2;

    public double TeacherShare { get; init; } = 0.7;

    /// <summary>How many resamples an interval is made from.</summary>
    public int ResampleCount { get; init; } = 1_000;

    /// <summary>The members, those that take longest in front.</summary>
    internal IReadOnlyList<MemberRecipe> Members =>
    [
        .. HasSlowMembers ? (IReadOnlyList<MemberRecipe>)
        [
            new("lstm", Network("lstm") with { LearningRate = 2e-3 }), new("lenet", Network("lenet") with { LearningRate = 2e-3 }),
        ] : [],
        new("mlp", Network("mlp")), new("linear", Linear), new("neighbors", new NearestNeighborsRecipe()),
        new("bayes", new GaussianBayesRecipe { VarianceSmoothing = 0.1 }),
    ];

    /// <summary>The network that is bagged, and the student.</summary>
    internal NetworkRecipe Student => Network("mlp");

    private static NetworkRecipe Linear => new()
    {
        Model = """[{"type":"Flatten"},{"type":"Linear","in_features":784,"out_features":10,"bias":true}]""", EpochCount = 5, LearningRate = 1e-3,
    };

    private NetworkRecipe Network(string preset) => new() { Preset = preset, EpochCount = EpochCount, LearningRate = 1e-3 };

    /// <exception cref="ExperimentInputException">No workers to compare.</exception>
    internal void ThrowIfInvalid()
    {
        var most = Members.Count * (FoldCount + 1);
        if (WorkerCount < 2 || WorkerCount > most)
            throw new ExperimentInputException(
                $"--workers: models cannot be trained at once by so many. Got {WorkerCount}. Expected 2 to {most}, the models of a stack.");
    }
}
