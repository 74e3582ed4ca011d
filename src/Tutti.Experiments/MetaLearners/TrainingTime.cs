namespace Tutti.Experiments.MetaLearners;

/// <summary>How long the models of a stack took to be trained.</summary>
/// <param name="Name">By whom.</param>
/// <param name="Seconds">From start to end: starting workers, reading samples, training, predicting, gathering.</param>
/// <param name="BusyShare">The share of the workers' time in which they trained or predicted.</param>
/// <param name="Sha256">Of all out-of-fold predictions.</param>
internal sealed record TrainingTime(string Name, double Seconds, double BusyShare, string Sha256);
