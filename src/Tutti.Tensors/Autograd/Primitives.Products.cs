using Tutti.Tensors.Autograd.Rules;

namespace Tutti.Tensors.Autograd;

internal static partial class Primitives
{
    internal static readonly Primitive MatMul = new("matmul", ProductRules.MatMul);
    internal static readonly Primitive Linear = new("linear", ProductRules.Linear);
}
