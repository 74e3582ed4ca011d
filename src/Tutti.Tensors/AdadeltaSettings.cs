namespace Tutti.Tensors;

/// <summary>The numbers of one step of Adadelta; see <see cref="ParameterUpdate.Adadelta{T}"/>.</summary>
/// <param name="LearningRate">The factor of the step.</param>
/// <param name="Rho">How much of the running means is kept.</param>
/// <param name="Epsilon">Added under both roots.</param>
/// <param name="WeightDecay">The factor with which the parameter is added to its gradient.</param>
public readonly record struct AdadeltaSettings(double LearningRate, double Rho, double Epsilon, double WeightDecay);
