namespace Tutti.Tensors;

/// <summary>The numbers of one step of Adagrad; see <see cref="ParameterUpdate.Adagrad{T}"/>.</summary>
/// <param name="LearningRate">The factor of the step, whatever makes it smaller from step to step included.</param>
/// <param name="Epsilon">Added to the divisor, outside the root.</param>
/// <param name="WeightDecay">The factor with which the parameter is added to its gradient.</param>
public readonly record struct AdagradSettings(double LearningRate, double Epsilon, double WeightDecay);
