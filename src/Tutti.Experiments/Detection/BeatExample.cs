namespace Tutti.Experiments.Detection;

/// <summary>A beat to be drawn beside what the members make of it.</summary>
/// <param name="Record">Its recording.</param>
/// <param name="Beat">The beat.</param>
/// <param name="Reconstruction">The mean of the members' reconstructions, as long as the beat's values.</param>
public sealed record BeatExample(JudgedRecord Record, JudgedBeat Beat, IReadOnlyList<float> Reconstruction);
