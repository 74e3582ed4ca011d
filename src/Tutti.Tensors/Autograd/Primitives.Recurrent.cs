using Tutti.Tensors.Autograd.Rules;

namespace Tutti.Tensors.Autograd;

internal static partial class Primitives
{
    internal static readonly Primitive Lstm = new("lstm", RecurrentRules.Layers);
    internal static readonly Primitive Gru = new("gru", RecurrentRules.Layers);
}
