namespace Tutti.Learning.Optimizers;

/// <summary>Options of <see cref="Lamb"/>.</summary>
public sealed record LambOptions
{
    /// <summary>The size of each step relative to the parameter's, greater than 0. Default 0.001.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The decay of the mean of gradients, 0 ≤ β₁ &lt; 1. Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>The decay of the mean of squared gradients, 0 ≤ β₂ &lt; 1. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the corrected second moment, greater than 0. Default 1e-6, as in the paper.</summary>
    public double Epsilon { get; init; } = 1e-6;

    /// <summary>
    /// The share of each parameter that is added to its step before the step is scaled, at least 0. Default 0.01, as in the paper.
    /// </summary>
    public double WeightDecay { get; init; } = 0.01;

    internal void ThrowIfInvalid()
    {
        var problems = new List<string>();
        if (!(Beta1 is >= 0 and < 1)) problems.Add($"Beta1 is {Beta1}, expected 0 ≤ β₁ < 1");
        if (!(Beta2 is >= 0 and < 1)) problems.Add($"Beta2 is {Beta2}, expected 0 ≤ β₂ < 1");
        if (!(Epsilon > 0 && double.IsFinite(Epsilon))) problems.Add($"Epsilon is {Epsilon}, expected more than 0");
        if (!(WeightDecay >= 0 && double.IsFinite(WeightDecay))) problems.Add($"WeightDecay is {WeightDecay}, expected at least 0");
        if (problems.Count > 0) throw new ArgumentException($"LambOptions: {string.Join("; ", problems)}. Correct them and try again.");
    }
}
