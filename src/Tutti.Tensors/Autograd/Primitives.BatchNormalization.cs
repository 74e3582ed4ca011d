using Tutti.Tensors.Autograd.Rules;

namespace Tutti.Tensors.Autograd;

internal static partial class Primitives
{
    internal static readonly Primitive BatchNorm = new("batch_norm", BatchNormalizationRules.BatchNorm);
}
