namespace Tutti.Tensors;

/// <summary>The numbers of one step of stochastic gradient descent; see <see cref="ParameterUpdate.Sgd{T}"/>.</summary>
/// <param name="LearningRate">The factor of the step.</param>
/// <param name="Momentum">How much of the last step is kept, 0 to 1; of no effect without a momentum buffer.</param>
/// <param name="Dampening">How much of the new gradient does not enter the momentum, 0 to 1.</param>
/// <param name="WeightDecay">The factor with which the parameter is added to its gradient.</param>
/// <param name="IsNesterov">Whether the step looks ahead along the momentum.</param>
/// <param name="IsFirstStep">Whether the momentum buffer holds nothing yet; its content is then ignored, even NaN.</param>
public readonly record struct SgdSettings(
    double LearningRate, double Momentum, double Dampening, double WeightDecay, bool IsNesterov, bool IsFirstStep);
