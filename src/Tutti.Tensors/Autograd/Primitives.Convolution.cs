using Tutti.Tensors.Autograd.Rules;

namespace Tutti.Tensors.Autograd;

internal static partial class Primitives
{
    internal static readonly Primitive Conv1d = new("conv1d", ConvolutionRules.Convolution);
    internal static readonly Primitive Conv2d = new("conv2d", ConvolutionRules.Convolution);
    internal static readonly Primitive ConvTranspose1d = new("conv_transpose1d", TransposedConvolutionRules.Convolution);
    internal static readonly Primitive ConvTranspose2d = new("conv_transpose2d", TransposedConvolutionRules.Convolution);
    internal static readonly Primitive MaxPool1d = new("max_pool1d", PoolingRules.Max);
    internal static readonly Primitive MaxPool2d = new("max_pool2d", PoolingRules.Max);
    internal static readonly Primitive AvgPool1d = new("avg_pool1d", PoolingRules.Average);
    internal static readonly Primitive AvgPool2d = new("avg_pool2d", PoolingRules.Average);
}
