using Tutti.Learning.Data;

namespace Tutti.Learning.Ensembles;

/// <summary>
/// Naive Bayes with a normal distribution for each value and class, as scikit-learn's <c>GaussianNB</c>: one pass, nothing random, and of
/// little value alone where values depend on each other. A cheap member that errs in other ways than networks do.
/// </summary>
public sealed record GaussianBayesRecipe : ClassifierRecipe
{
    /// <summary>
    /// What is added to all variances, as a share of the greatest variance of a value over all samples; at least 0. Default 1e-9. Images,
    /// whose borders never change, need more, for instance 0.1.
    /// </summary>
    public double VarianceSmoothing { get; init; } = 1e-9;

    /// <inheritdoc/>
    public override IClassifier Fit(
        ISampleSource samples, int classCount, ulong seed, int? computeThreads = null, CancellationToken cancellation = default)
    {
        ClassifierInputs.CheckToFit(samples, classCount, nameof(GaussianBayesRecipe));
        ThrowIfAny(nameof(GaussianBayesRecipe), VarianceSmoothing >= 0 && double.IsFinite(VarianceSmoothing)
            ? [] : [$"VarianceSmoothing is {VarianceSmoothing}, expected at least 0"]);
        var labels = ClassifierInputs.Labels(samples, classCount, nameof(GaussianBayesRecipe));
        cancellation.ThrowIfCancellationRequested();
        return GaussianBayesClassifier.Fit(samples, labels, classCount, VarianceSmoothing);
    }
}
