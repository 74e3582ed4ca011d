namespace Tutti.Learning.Training;

/// <summary>What a network says of a sample.</summary>
/// <param name="Label">The most likely class; the lowest number among equals.</param>
/// <param name="Probability">Its softmax probability, 0 … 1.</param>
public readonly record struct Prediction(int Label, float Probability);
