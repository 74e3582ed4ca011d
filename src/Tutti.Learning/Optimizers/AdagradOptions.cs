namespace Tutti.Learning.Optimizers;

/// <summary>Options of <see cref="Adagrad"/>.</summary>
public sealed record AdagradOptions
{
    /// <summary>The size of each step, greater than 0. Default 0.01.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>
    /// How fast the learning rate falls: in step t = 1, 2, … it is divided by 1 + (t − 1) times this. At least 0. Default 0.
    /// </summary>
    public double LearningRateDecay { get; init; }

    /// <summary>What share of each parameter is added to its gradient (L2 penalty), at least 0. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>What each sum of squares begins with, at least 0. Default 0.</summary>
    public double InitialAccumulator { get; init; }

    /// <summary>Added to the root, greater than 0. Default 1e-10.</summary>
    public double Epsilon { get; init; } = 1e-10;

    internal void ThrowIfInvalid()
    {
        var problems = new List<string>();
        if (!(LearningRateDecay >= 0 && double.IsFinite(LearningRateDecay)))
            problems.Add($"LearningRateDecay is {LearningRateDecay}, expected at least 0");
        if (!(WeightDecay >= 0 && double.IsFinite(WeightDecay))) problems.Add($"WeightDecay is {WeightDecay}, expected at least 0");
        if (!(InitialAccumulator >= 0 && double.IsFinite(InitialAccumulator)))
            problems.Add($"InitialAccumulator is {InitialAccumulator}, expected at least 0");
        if (!(Epsilon > 0 && double.IsFinite(Epsilon))) problems.Add($"Epsilon is {Epsilon}, expected more than 0");
        if (problems.Count > 0) throw new ArgumentException($"AdagradOptions: {string.Join("; ", problems)}. Correct them and try again.");
    }
}
