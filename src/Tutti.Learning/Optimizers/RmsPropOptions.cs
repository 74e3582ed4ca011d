namespace Tutti.Learning.Optimizers;

/// <summary>Options of <see cref="RmsProp"/>.</summary>
public sealed record RmsPropOptions
{
    /// <summary>The size of each step, greater than 0. Default 0.01.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>The decay α of the running means, 0 ≤ α &lt; 1. Default 0.99.</summary>
    public double Alpha { get; init; } = 0.99;

    /// <summary>Added to the root, greater than 0. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>How much of the former step is kept, 0 ≤ momentum &lt; 1. Default 0: none is remembered.</summary>
    public double Momentum { get; init; }

    /// <summary>What share of each parameter is added to its gradient (L2 penalty), at least 0. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether the variance of the gradients rather than their mean square divides the step. Default false.</summary>
    public bool Centered { get; init; }

    internal void ThrowIfInvalid()
    {
        var problems = new List<string>();
        if (!(Alpha is >= 0 and < 1)) problems.Add($"Alpha is {Alpha}, expected 0 ≤ α < 1");
        if (!(Epsilon > 0 && double.IsFinite(Epsilon))) problems.Add($"Epsilon is {Epsilon}, expected more than 0");
        if (!(Momentum is >= 0 and < 1)) problems.Add($"Momentum is {Momentum}, expected 0 ≤ momentum < 1");
        if (!(WeightDecay >= 0 && double.IsFinite(WeightDecay))) problems.Add($"WeightDecay is {WeightDecay}, expected at least 0");
        if (problems.Count > 0) throw new ArgumentException($"RmsPropOptions: {string.Join("; ", problems)}. Correct them and try again.");
    }
}
