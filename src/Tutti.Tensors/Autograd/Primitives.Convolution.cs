using Tutti.Tensors.Autograd.Rules;

namespace Tutti.Tensors.Autograd;

internal static partial class Primitives
{
    internal static readonly Primitive Conv2d = new("conv2d", ConvolutionRules.Conv2d);
    internal static readonly Primitive MaxPool2d = new("max_pool2d", ConvolutionRules.MaxPool2d);
    internal static readonly Primitive AvgPool2d = new("avg_pool2d", ConvolutionRules.AvgPool2d);
}
