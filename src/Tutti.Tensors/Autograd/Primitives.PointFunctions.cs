using Tutti.Tensors.Autograd.Rules;

namespace Tutti.Tensors.Autograd;

internal static partial class Primitives
{
    internal static readonly Primitive Scale = new("scale", PointRules.Scale);
    internal static readonly Primitive Shift = new("shift", PointRules.Unchanged);
    internal static readonly Primitive Sqrt = new("sqrt", PointRules.GradientFromOutput);
    internal static readonly Primitive Abs = new("abs", PointRules.Gradient);
    internal static readonly Primitive LeakyRelu = new("leaky_relu", PointRules.Gradient);
    internal static readonly Primitive Softplus = new("softplus", PointRules.Gradient);
    internal static readonly Primitive Clamp = new("clamp", PointRules.Gradient);
    internal static readonly Primitive Pow = new("pow", PointRules.Gradient);
}
