namespace Tutti.Tensors;

/// <summary>The numbers of one step of LAMB; see <see cref="ParameterUpdate.Lamb{T}"/>.</summary>
/// <param name="LearningRate">The factor of the step.</param>
/// <param name="Beta1">How much of the running mean of gradients is kept.</param>
/// <param name="Beta2">How much of the running mean of squared gradients is kept.</param>
/// <param name="Epsilon">Added to the divisor, outside the root.</param>
/// <param name="WeightDecay">The factor with which the parameter is added to its step.</param>
/// <param name="BiasCorrection1">1 − β₁ᵗ in step t = 1, 2, …</param>
/// <param name="BiasCorrection2">1 − β₂ᵗ.</param>
public readonly record struct LambSettings(
    double LearningRate, double Beta1, double Beta2, double Epsilon, double WeightDecay, double BiasCorrection1, double BiasCorrection2);
