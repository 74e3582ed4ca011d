using Tutti.Learning.Data;

namespace Tutti.Learning.Ensembles;

/// <summary>
/// The classes of the nearest training samples (Cover and Hart, 1967). Nothing random, nothing to train; it keeps all its samples, in its
/// file too, and each prediction is compared with all of them.
/// </summary>
public sealed record NearestNeighborsRecipe : ClassifierRecipe
{
    /// <summary>K, how many neighbours vote, at least 1; default 5. With fewer samples all vote.</summary>
    public int NeighborCount { get; init; } = 5;

    /// <inheritdoc/>
    public override IClassifier Fit(
        ISampleSource samples, int classCount, ulong seed, int? computeThreads = null, CancellationToken cancellation = default)
    {
        ClassifierInputs.CheckToFit(samples, classCount, nameof(NearestNeighborsRecipe));
        ThrowIfAny(nameof(NearestNeighborsRecipe), NeighborCount >= 1 ? [] : [$"NeighborCount is {NeighborCount}, expected at least 1"]);
        var labels = ClassifierInputs.Labels(samples, classCount, nameof(NearestNeighborsRecipe));
        cancellation.ThrowIfCancellationRequested();
        return new NearestNeighborsClassifier(samples.SampleShape, classCount, NeighborCount, ClassifierInputs.Values(samples), labels);
    }
}
