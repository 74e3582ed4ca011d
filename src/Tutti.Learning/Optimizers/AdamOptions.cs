namespace Tutti.Learning.Optimizers;

/// <summary>Options of <see cref="Adam"/>.</summary>
public sealed record AdamOptions
{
    /// <summary>The size of each step, greater than 0. Default 0.001.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The decay of the mean of gradients, 0 ≤ β₁ &lt; 1. Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>The decay of the mean of squared gradients, 0 ≤ β₂ &lt; 1. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the corrected second moment, greater than 0. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The share of each parameter that decays, at least 0. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>
    /// Whether the decay is applied to the parameter itself (AdamW: Loshchilov and Hutter 2019) rather than added to its gradient.
    /// Default false.
    /// </summary>
    public bool DecoupledWeightDecay { get; init; }

    /// <summary>
    /// Whether the largest second moment so far divides the step (AMSGrad: Reddi et al. 2018), so that steps never grow again where
    /// gradients become rare. Default false.
    /// </summary>
    public bool AmsGrad { get; init; }

    internal void ThrowIfInvalid()
    {
        var problems = new List<string>();
        if (!(Beta1 is >= 0 and < 1)) problems.Add($"Beta1 is {Beta1}, expected 0 ≤ β₁ < 1");
        if (!(Beta2 is >= 0 and < 1)) problems.Add($"Beta2 is {Beta2}, expected 0 ≤ β₂ < 1");
        if (!(Epsilon > 0)) problems.Add($"Epsilon is {Epsilon}, expected more than 0");
        if (!(WeightDecay >= 0 && double.IsFinite(WeightDecay))) problems.Add($"WeightDecay is {WeightDecay}, expected at least 0");
        if (problems.Count > 0) throw new ArgumentException($"AdamOptions: {string.Join("; ", problems)}. Correct them and try again.");
    }
}
