namespace Tutti.Learning.Optimizers;

/// <summary>Options of <see cref="Adadelta"/>.</summary>
public sealed record AdadeltaOptions
{
    /// <summary>The factor of each step, greater than 0. Default 1, as in the paper.</summary>
    public double LearningRate { get; init; } = 1;

    /// <summary>The decay ρ of the running means, 0 ≤ ρ &lt; 1. Default 0.9.</summary>
    public double Rho { get; init; } = 0.9;

    /// <summary>Added under both roots, greater than 0. Default 1e-6.</summary>
    public double Epsilon { get; init; } = 1e-6;

    /// <summary>What share of each parameter is added to its gradient (L2 penalty), at least 0. Default 0.</summary>
    public double WeightDecay { get; init; }

    internal void ThrowIfInvalid()
    {
        var problems = new List<string>();
        if (!(Rho is >= 0 and < 1)) problems.Add($"Rho is {Rho}, expected 0 ≤ ρ < 1");
        if (!(Epsilon > 0 && double.IsFinite(Epsilon))) problems.Add($"Epsilon is {Epsilon}, expected more than 0");
        if (!(WeightDecay >= 0 && double.IsFinite(WeightDecay))) problems.Add($"WeightDecay is {WeightDecay}, expected at least 0");
        if (problems.Count > 0) throw new ArgumentException($"AdadeltaOptions: {string.Join("; ", problems)}. Correct them and try again.");
    }
}
