namespace Tutti.Learning.Ensembles;

/// <summary>What training an ensemble gave.</summary>
/// <param name="Model">The ensemble.</param>
/// <param name="Predictions">What the meta-learner learned from: what members say of rows that they had not seen.</param>
/// <param name="Labels">The classes of those rows.</param>
/// <param name="Rows">The numbers of those rows in the data.</param>
/// <param name="Outcomes">Every single fit, with its time and worker.</param>
public sealed record TrainedEnsemble(
    EnsembleClassifier Model, EnsemblePredictions Predictions, IReadOnlyList<long> Labels, IReadOnlyList<int> Rows, IReadOnlyList<MemberOutcome> Outcomes)
{
    /// <summary>How many rows were not learned from because a copy of them was to be predicted, summed over the fits of one member.</summary>
    public int LeftOutCount { get; init; }
}
