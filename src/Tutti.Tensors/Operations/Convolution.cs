using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>Convolution of images or sequences with kernels, computed channels last.</summary>
internal static class Convolution
{
    internal static Tensor Run(Tensor input, Tensor weight, Tensor? bias, Conv2dOptions options) =>
        Run(Primitives.Conv2d, WindowGeometries.ImageRank, input, weight, bias, options);

    internal static Tensor Run(Tensor input, Tensor weight, Tensor? bias, Conv1dOptions options) =>
        Run(Primitives.Conv1d, WindowGeometries.SequenceRank, input, weight, bias, options.AsImage());

    private static Tensor Run(Primitive primitive, int rank, Tensor input, Tensor weight, Tensor? bias, Conv2dOptions options)
    {
        var name = primitive.Name;
        Operand.CheckRank(name, "the weight", weight, rank,
            rank == WindowGeometries.ImageRank ? "[O, C / groups, kernel height, kernel width]" : "[O, C / groups, kernel]");
        var geometry = WindowGeometries.Create(
            name, input, rank, WindowGeometries.KernelOf(weight), options.Stride, options.Padding, options.Dilation);
        Check(name, input, weight, bias, options.Groups);
        var shape = WindowGeometries.ShapeOf(rank, geometry.Samples, weight.Shape[0], new(geometry.OutputHeight, geometry.OutputWidth));
        var images = Shaping.InOrder(input, Strides.ChannelsLast(input.Shape));
        var result = Tensor.Allocate(shape, Strides.ChannelsLast(shape), input.ElementType);
        if (input.ElementType == ElementType.Float32) Compute<float>(geometry, images, weight, bias, options, result);
        else Compute<double>(geometry, images, weight, bias, options, result);
        ReadOnlySpan<Tensor> operands = bias is null ? [input, weight] : [input, weight, bias];
        return Graph.Record(primitive, result, operands, new ConvolutionAttributes(geometry, options.Groups, options.Relu),
            keepOutput: options.Relu, workspace: ReferenceEquals(images, input) ? null : [images]);
    }

    private static void Compute<T>(in WindowGeometry geometry, Tensor images, Tensor weight, Tensor? bias, Conv2dOptions options, Tensor result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (result.ElementCount == 0) return;
        using var packed = new Scratch<T>(weight.ElementCount);
        var plan = new ConvolutionPlan(geometry, weight.Shape[0], options.Groups);
        ConvolutionWeights.ToTapsByFilters(weight.Memory<T>(), plan, packed.Span);
        ConvolutionForward<T>.Run(plan, images.Memory<T>(), packed.Span,
            new MatMulEpilogue<T> { Bias = bias is null ? default : bias.Memory<T>(), Relu = options.Relu }, result.Memory<T>());
    }

    private static void Check(string name, Tensor input, Tensor weight, Tensor? bias, int groups)
    {
        Operand.CheckSameType(name, input, weight);
        var (channels, filters) = (input.Shape[1], weight.Shape[0]);
        if (groups < 1 || channels % groups != 0 || filters % groups != 0)
            throw new ArgumentException(
                $"{name}: the groups do not divide the channels. Got {groups} groups for {channels} input and {filters} output channels. " +
                "Expected a divisor of both.");
        if (weight.Shape[1] != channels / groups)
            throw new ArgumentException(
                $"{name}: the weight does not fit the input's channels. " +
                $"Got weight {weight.Shape} for input {input.Shape} in {groups} {(groups == 1 ? "group" : "groups")}. " +
                $"Expected [{filters}, {channels / groups}, {string.Join(", ", weight.Shape.Skip(2))}].");
        CheckBias(name, weight, bias, filters);
    }

    internal static void CheckBias(string name, Tensor weight, Tensor? bias, int outputs)
    {
        if (bias is not null && (bias.Shape != [outputs] || bias.ElementType != weight.ElementType))
            throw new ArgumentException(
                $"{name}: the bias does not fit the weight. Got {bias} for weight {weight.Shape}. Expected {weight.ElementType} [{outputs}].");
        if (!weight.IsContiguous || bias is { IsContiguous: false })
            throw new ArgumentException($"{name}: weight and bias must be contiguous. Got strides {weight.Strides}. Call Contiguous() on them.");
    }
}

/// <summary>What the gradient of a convolution, or of its transpose, needs beside its operands.</summary>
internal sealed record ConvolutionAttributes(WindowGeometry Geometry, int Groups, bool Relu);
