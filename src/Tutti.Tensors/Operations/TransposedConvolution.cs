using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>
/// The transposed convolution is what the gradient of a convolution's image is computed with. Its geometry is that convolution's: the
/// result is the image, the input has an element for each window.
/// </summary>
internal static class TransposedConvolution
{
    internal static Tensor Run(Tensor input, Tensor weight, Tensor? bias, ConvTranspose2dOptions options) =>
        Run(Primitives.ConvTranspose2d, WindowGeometries.ImageRank, input, weight, bias, options);

    internal static Tensor Run(Tensor input, Tensor weight, Tensor? bias, ConvTranspose1dOptions options) =>
        Run(Primitives.ConvTranspose1d, WindowGeometries.SequenceRank, input, weight, bias, options.AsImage());

    private static Tensor Run(Primitive primitive, int rank, Tensor input, Tensor weight, Tensor? bias, ConvTranspose2dOptions options)
    {
        var name = primitive.Name;
        Operand.CheckRank(name, "the weight", weight, rank,
            rank == WindowGeometries.ImageRank ? "[C, O / groups, kernel height, kernel width]" : "[C, O / groups, kernel]");
        Operand.CheckRank(name, "the input", input, rank, rank == WindowGeometries.ImageRank ? "[N, C, H, W]" : "[N, C, L]");
        Check(name, input, weight, bias, options.Groups);
        var outputs = weight.Shape[1] * options.Groups;
        var geometry = WindowGeometries.CreateTransposed(name, input, rank, outputs, WindowGeometries.KernelOf(weight), options);
        var shape = WindowGeometries.ShapeOf(rank, geometry.Samples, outputs, new(geometry.Height, geometry.Width));
        var images = Shaping.InOrder(input, Strides.ChannelsLast(input.Shape));
        var result = Tensor.Allocate(shape, Strides.ChannelsLast(shape), input.ElementType);
        if (input.ElementType == ElementType.Float32) Compute<float>(geometry, images, weight, bias, options, result);
        else Compute<double>(geometry, images, weight, bias, options, result);
        ReadOnlySpan<Tensor> operands = bias is null ? [input, weight] : [input, weight, bias];
        return Graph.Record(primitive, result, operands, new ConvolutionAttributes(geometry, options.Groups, options.Relu),
            keepOutput: options.Relu, workspace: ReferenceEquals(images, input) ? null : [images]);
    }

    private static void Compute<T>(in WindowGeometry geometry, Tensor images, Tensor weight, Tensor? bias, ConvTranspose2dOptions options,
        Tensor result) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (result.ElementCount == 0) return;
        var plan = new ConvolutionPlan(geometry, weight.Shape[0], options.Groups);
        ConvolutionImageGradient<T>.Run(plan, images.Memory<T>(), weight.Memory<T>(),
            new MatMulEpilogue<T> { Bias = bias is null ? default : bias.Memory<T>(), Relu = options.Relu }, result.Memory<T>());
    }

    private static void Check(string name, Tensor input, Tensor weight, Tensor? bias, int groups)
    {
        Operand.CheckSameType(name, input, weight);
        var channels = input.Shape[1];
        if (groups < 1 || channels % groups != 0)
            throw new ArgumentException(
                $"{name}: the groups do not divide the channels. Got {groups} groups for {channels} input channels. " +
                "Expected a divisor of them.");
        if (weight.Shape[0] != channels)
            throw new ArgumentException(
                $"{name}: the weight does not fit the input's channels. Got weight {weight.Shape} for input {input.Shape}. " +
                $"Expected [{channels}, {string.Join(", ", weight.Shape.Skip(1))}].");
        Convolution.CheckBias(name, weight, bias, weight.Shape[1] * groups);
    }
}
