namespace Tutti.Learning.Schedules;

/// <summary>Options of <see cref="ReduceOnPlateau"/>.</summary>
public sealed record ReduceOnPlateauOptions
{
    /// <summary>Which metrics are better. Default: smaller ones.</summary>
    public PlateauMode Mode { get; init; } = PlateauMode.Minimize;

    /// <summary>What the rate is multiplied by, 0 ≤ factor &lt; 1. Default 0.1.</summary>
    public double Factor { get; init; } = 0.1;

    /// <summary>
    /// How many reports in a row may be no better before the rate falls, at least 0: it falls at the one after them. Default 10.
    /// </summary>
    public int Patience { get; init; } = 10;

    /// <summary>By how much a metric must be better than the best to count, at least 0. Default 1e-4.</summary>
    public double Threshold { get; init; } = 1e-4;

    /// <summary>Whether the threshold is a difference rather than a share of the best. Default false.</summary>
    public bool IsThresholdAbsolute { get; init; }

    /// <summary>For how many reports after a fall none counts as bad, at least 0. Default 0.</summary>
    public int Cooldown { get; init; }

    /// <summary>The rate does not fall below this, at least 0. Default 0.</summary>
    public double MinimumRate { get; init; }

    /// <summary>A fall by no more than this is left out, at least 0. Default 1e-8.</summary>
    public double LeastChange { get; init; } = 1e-8;

    internal void ThrowIfInvalid()
    {
        var problems = new List<string>();
        if (!Enum.IsDefined(Mode)) problems.Add($"Mode is {Mode}, expected Minimize or Maximize");
        if (!(Factor is >= 0 and < 1)) problems.Add($"Factor is {Factor}, expected 0 ≤ factor < 1");
        if (Patience < 0) problems.Add($"Patience is {Patience}, expected at least 0");
        if (!(Threshold >= 0 && double.IsFinite(Threshold))) problems.Add($"Threshold is {Threshold}, expected at least 0");
        if (Cooldown < 0) problems.Add($"Cooldown is {Cooldown}, expected at least 0");
        if (!(MinimumRate >= 0 && double.IsFinite(MinimumRate))) problems.Add($"MinimumRate is {MinimumRate}, expected at least 0");
        if (!(LeastChange >= 0 && double.IsFinite(LeastChange))) problems.Add($"LeastChange is {LeastChange}, expected at least 0");
        if (problems.Count > 0)
            throw new ArgumentException($"ReduceOnPlateauOptions: {string.Join("; ", problems)}. Correct them and try again.");
    }
}
