using Tutti.Tensors.Autograd.Rules;

namespace Tutti.Tensors.Autograd;

internal static partial class Primitives
{
    internal static readonly Primitive Relu = new("relu", ActivationRules.Relu);
    internal static readonly Primitive Sigmoid = new("sigmoid", ActivationRules.Sigmoid);
    internal static readonly Primitive Tanh = new("tanh", ActivationRules.Tanh);
    internal static readonly Primitive Exp = new("exp", ActivationRules.Exp);
    internal static readonly Primitive Log = new("log", ActivationRules.Log);
}
