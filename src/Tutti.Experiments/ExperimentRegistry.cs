using Tutti.Experiments.Aggregation;
using Tutti.Experiments.EcgEnsemble;
using Tutti.Experiments.MetaLearners;
using Tutti.Experiments.Partitioning;
using Tutti.Experiments.Scaling;
using Tutti.Learning;

namespace Tutti.Experiments;

/// <summary>All experiments by name. Immutable and thread-safe.</summary>
public static class ExperimentRegistry
{
    /// <summary>All experiments, in the order in which they are listed.</summary>
    public static IReadOnlyList<Experiment> All { get; } =
    [
        new ScalingExperiment(), new AggregationExperiment(), new PartitioningExperiment(),
        new EcgEnsembleExperiment(), new MetaLearnersExperiment(),
    ];

    /// <summary>Finds an experiment.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The experiment.</returns>
    /// <exception cref="ExperimentInputException">There is none of that name; the nearest is named.</exception>
    public static Experiment Find(string name) => All.FirstOrDefault(experiment => experiment.Name == name)
        ?? throw new ExperimentInputException(
            $"ExperimentRegistry: there is no such experiment. Got '{name}'. {NearestName.Suggest(name, [.. All.Select(known => known.Name)])}");
}
