namespace Tutti.Experiments.Detection;

/// <summary>What a reader should know of a member of the ensemble.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its model's fingerprint; null for one that never came.</param>
/// <param name="Problem">Why its answer is not in the values; null if it is.</param>
public sealed record NodeRemark(string Name, string? Version, string? Problem);
