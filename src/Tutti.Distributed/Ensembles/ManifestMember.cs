namespace Tutti.Distributed.Ensembles;

/// <summary>One member as the manifest has it.</summary>
/// <param name="Name">What it is called; unique.</param>
/// <param name="File">The file's name in the ensemble's folder.</param>
/// <param name="Version">The detector's version.</param>
/// <param name="TrainingSamples">How many samples it learned from; 0 for unknown.</param>
/// <param name="ValidationScore">How good it is, 0 … 1; null for unknown.</param>
/// <param name="Remarks">What whoever uses it should know, a line each; null for nothing.</param>
public sealed record ManifestMember(
    string Name, string File, string Version, long TrainingSamples, double? ValidationScore, IReadOnlyList<string>? Remarks = null);
