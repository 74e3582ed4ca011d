namespace Tutti.Learning.Ensembles;

/// <summary>What bagging gave.</summary>
/// <param name="Model">The ensemble: the mean of all models.</param>
/// <param name="OutOfBag">How good it is on rows that were not drawn.</param>
/// <param name="Outcomes">Every single fit, with its time and worker.</param>
public sealed record TrainedBag(EnsembleClassifier Model, OutOfBagEstimate OutOfBag, IReadOnlyList<MemberOutcome> Outcomes);
