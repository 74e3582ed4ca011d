using Tutti.Tensors;

namespace Tutti.Learning.Modules;

/// <summary>
/// A module that can apply a ReLU to its output while the output is still in registers. <see cref="Sequential"/> uses it where a
/// <see cref="ReLU"/> follows.
/// </summary>
internal interface IFusesRelu
{
    Tensor ForwardWithRelu(Tensor input);
}
