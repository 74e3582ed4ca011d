namespace Tutti.Distributed.CostModel;

/// <summary>When a parameter's gradient is final.</summary>
/// <param name="ElementCount">Elements of the parameter, 4 bytes each; at least 0.</param>
/// <param name="FinalSeconds">Seconds from the beginning of the step until no part of the backward pass changes it any more; at least 0.</param>
public readonly record struct GradientTiming(int ElementCount, double FinalSeconds);
