namespace Tutti.Learning.Optimizers;

/// <summary>Options of <see cref="Sgd"/>.</summary>
public sealed record SgdOptions
{
    /// <summary>The factor of each step, greater than 0. Default 0.01.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>How much of the former direction is kept, 0 ≤ momentum &lt; 1. Default 0: none is remembered.</summary>
    public double Momentum { get; init; }

    /// <summary>How much of the new gradient is held back from the momentum, 0 ≤ dampening ≤ 1. Default 0.</summary>
    public double Dampening { get; init; }

    /// <summary>What share of each parameter is added to its gradient (L2 penalty), at least 0. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether to look ahead (Nesterov); needs a momentum and no dampening. Default false.</summary>
    public bool Nesterov { get; init; }

    internal void ThrowIfInvalid()
    {
        var problems = new List<string>();
        if (!(Momentum is >= 0 and < 1)) problems.Add($"Momentum is {Momentum}, expected 0 ≤ momentum < 1");
        if (!(Dampening is >= 0 and <= 1)) problems.Add($"Dampening is {Dampening}, expected 0 ≤ dampening ≤ 1");
        if (!(WeightDecay >= 0 && double.IsFinite(WeightDecay))) problems.Add($"WeightDecay is {WeightDecay}, expected at least 0");
        if (Nesterov && (Momentum == 0 || Dampening != 0)) problems.Add("Nesterov needs a momentum and no dampening");
        if (problems.Count > 0) throw new ArgumentException($"SgdOptions: {string.Join("; ", problems)}. Correct them and try again.");
    }
}
