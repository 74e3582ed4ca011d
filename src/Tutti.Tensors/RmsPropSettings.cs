namespace Tutti.Tensors;

/// <summary>The numbers of one step of RMSprop; see <see cref="ParameterUpdate.RmsProp{T}"/>.</summary>
/// <param name="LearningRate">The factor of the step.</param>
/// <param name="Alpha">How much of the running means is kept.</param>
/// <param name="Epsilon">Added to the divisor, outside the root.</param>
/// <param name="Momentum">How much of the last step is kept, 0 to 1; of no effect without a momentum buffer.</param>
/// <param name="WeightDecay">The factor with which the parameter is added to its gradient.</param>
public readonly record struct RmsPropSettings(double LearningRate, double Alpha, double Epsilon, double Momentum, double WeightDecay);
