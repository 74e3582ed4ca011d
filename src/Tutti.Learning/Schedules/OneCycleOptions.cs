namespace Tutti.Learning.Schedules;

/// <summary>Options of <see cref="Schedules.OneCycle"/> and <see cref="Schedules.OneCycleMomentum"/>.</summary>
public sealed record OneCycleOptions
{
    /// <summary>The largest learning rate, more than 0.</summary>
    public required double MaximumRate { get; init; }

    /// <summary>How many steps the cycle takes, at least 2; later steps stay at its end. Null, the default: the whole training.</summary>
    public long? StepCount { get; init; }

    /// <summary>The share of the steps in which the rate goes up, 0 to 1. Default 0.3.</summary>
    public double WarmupShare { get; init; } = 0.3;

    /// <summary>Whether the rate follows straight lines rather than half waves of a cosine. Default false.</summary>
    public bool IsLinear { get; init; }

    /// <summary>What the largest rate is divided by at the beginning, at least 1. Default 25.</summary>
    public double InitialDivisor { get; init; } = 25;

    /// <summary>What the rate of the beginning is divided by at the end, at least 1. Default 10,000.</summary>
    public double FinalDivisor { get; init; } = 1e4;

    /// <summary>The momentum where the rate is largest, 0 ≤ momentum &lt; 1. Default 0.85.</summary>
    public double BaseMomentum { get; init; } = 0.85;

    /// <summary>The momentum at the beginning and the end, 0 ≤ momentum &lt; 1. Default 0.95.</summary>
    public double MaximumMomentum { get; init; } = 0.95;

    internal void ThrowIfInvalid()
    {
        var problems = new List<string>();
        if (!(MaximumRate > 0 && double.IsFinite(MaximumRate))) problems.Add($"MaximumRate is {MaximumRate}, expected more than 0");
        if (StepCount < 2) problems.Add($"StepCount is {StepCount}, expected at least 2");
        if (!(WarmupShare is >= 0 and <= 1)) problems.Add($"WarmupShare is {WarmupShare}, expected 0 to 1");
        if (!(InitialDivisor >= 1 && double.IsFinite(InitialDivisor)))
            problems.Add($"InitialDivisor is {InitialDivisor}, expected at least 1");
        if (!(FinalDivisor >= 1 && double.IsFinite(FinalDivisor))) problems.Add($"FinalDivisor is {FinalDivisor}, expected at least 1");
        if (!(BaseMomentum is >= 0 and < 1)) problems.Add($"BaseMomentum is {BaseMomentum}, expected 0 ≤ momentum < 1");
        if (!(MaximumMomentum is >= 0 and < 1)) problems.Add($"MaximumMomentum is {MaximumMomentum}, expected 0 ≤ momentum < 1");
        if (problems.Count > 0) throw new ArgumentException($"OneCycleOptions: {string.Join("; ", problems)}. Correct them and try again.");
    }

    /// <summary>
    /// The curve: from the first value at step 0 to the middle one at step share · steps − 1 (not rounded), and to the last at steps − 1.
    /// </summary>
    internal double Between(long step, long stepCount, double first, double middle, double last)
    {
        var end = (StepCount ?? stepCount) - 1.0;
        var turn = WarmupShare * (end + 1) - 1;
        // The turn lies at or before step 0 where the warm-up has no steps.
        if (step <= turn) return turn > 0 ? Anneal(first, middle, step / turn) : middle;
        return step >= end ? last : Anneal(middle, last, (step - turn) / (end - turn));
    }

    private double Anneal(double from, double to, double share) =>
        IsLinear ? from + (to - from) * share : to + (from - to) / 2 * (1 + Math.Cos(Math.PI * share));
}
