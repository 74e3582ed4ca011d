namespace Tutti.Learning.Modules;

/// <summary>Options of <see cref="BatchNorm"/>.</summary>
public sealed record BatchNormOptions
{
    /// <summary>Added to the variance under the root, at least 0. Default 1e-5.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>
    /// The share of each batch in the running statistics, 0 to 1. Default 0.1. Null: in batch k it is 1 / k, which makes them the plain
    /// means over all batches.
    /// </summary>
    public double? Momentum { get; init; } = 0.1;

    /// <summary>Whether there are a weight and a bias. Default true.</summary>
    public bool Affine { get; init; } = true;

    /// <summary>
    /// Whether running statistics are kept to answer with. Without them the statistics are always the batch's. Default true.
    /// </summary>
    public bool TrackRunningStatistics { get; init; } = true;

    internal void ThrowIfInvalid()
    {
        var problems = new List<string>();
        if (!(Epsilon >= 0 && double.IsFinite(Epsilon))) problems.Add($"Epsilon is {Epsilon}, expected at least 0");
        if (Momentum is { } momentum && !(momentum is >= 0 and <= 1)) problems.Add($"Momentum is {momentum}, expected 0 to 1, or null");
        if (problems.Count > 0)
            throw new ArgumentException($"BatchNormOptions: {string.Join("; ", problems)}. Correct them and try again.");
    }
}
