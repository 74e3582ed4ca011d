using Tutti.Tensors.Autograd.Rules;

namespace Tutti.Tensors.Autograd;

/// <summary>Every primitive operation, with its gradient rule or the mark that it has none. One partial file a family.</summary>
internal static partial class Primitives
{
    internal static readonly Primitive Add = new("add", ArithmeticRules.Add);
    internal static readonly Primitive Subtract = new("sub", ArithmeticRules.Subtract);
    internal static readonly Primitive Multiply = new("mul", ArithmeticRules.Multiply);
    internal static readonly Primitive Divide = new("div", ArithmeticRules.Divide);

    internal static readonly Primitive Sum = new("sum", ShapingRules.Sum);
    internal static readonly Primitive Variance = new("var", ReductionRules.Variance);
    internal static readonly Primitive Max = new("max", ReductionRules.Extremum);
    internal static readonly Primitive Min = new("min", ReductionRules.Extremum);
    internal static readonly Primitive ArgMax = Primitive.NotDifferentiable("argmax");
    internal static readonly Primitive ArgMin = Primitive.NotDifferentiable("argmin");
    internal static readonly Primitive Reshape = new("reshape", ShapingRules.Reshape);
    internal static readonly Primitive Permute = new("permute", ShapingRules.Permute);
    internal static readonly Primitive Expand = new("expand", ShapingRules.Expand);
    internal static readonly Primitive Contiguous = new("contiguous", ShapingRules.Contiguous);
}
