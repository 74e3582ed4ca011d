namespace Tutti.Tensors.Operations;

/// <summary>
/// The constants of a function of one number: scale (factor), shift (summand), leaky_relu (slope), softplus (beta, threshold), clamp (low,
/// high), pow (exponent).
/// </summary>
internal sealed record PointConstants(double First, double Second = 0);
