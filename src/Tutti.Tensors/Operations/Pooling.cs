using System.Numerics;
using System.Runtime.InteropServices;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>Maxima and means of windows, computed channels last.</summary>
internal static class Pooling
{
    // The last 16-bit number says that a window lies in the padding.
    private const int MostTaps = ushort.MaxValue - 1;

    private const long ReadsPerThread = 1 << 16;

    internal static Tensor Max(Tensor input, Size2d kernel, MaxPool2dOptions options) =>
        Max(Primitives.MaxPool2d, WindowGeometries.ImageRank, input, kernel, options);

    internal static Tensor Max(Tensor input, int kernel, MaxPool1dOptions options) =>
        Max(Primitives.MaxPool1d, WindowGeometries.SequenceRank, input, new(1, kernel), options.AsImage());

    internal static Tensor Average(Tensor input, Size2d kernel, AvgPool2dOptions options) =>
        Average(Primitives.AvgPool2d, WindowGeometries.ImageRank, input, kernel, options);

    internal static Tensor Average(Tensor input, int kernel, AvgPool1dOptions options) =>
        Average(Primitives.AvgPool1d, WindowGeometries.SequenceRank, input, new(1, kernel), options.AsImage());

    internal static Tensor Adaptive(Tensor input, Size2d outputSize)
    {
        Operand.CheckRank("adaptive_avg_pool2d", "the input", input, WindowGeometries.ImageRank, "[N, C, H, W]");
        return Average(input, new Size2d(
            Part("adaptive_avg_pool2d", input, 2, outputSize.Height), Part("adaptive_avg_pool2d", input, 3, outputSize.Width)), new());
    }

    internal static Tensor Adaptive(Tensor input, int outputSize)
    {
        Operand.CheckRank("adaptive_avg_pool1d", "the input", input, WindowGeometries.SequenceRank, "[N, C, L]");
        return Average(input, Part("adaptive_avg_pool1d", input, 2, outputSize), new AvgPool1dOptions());
    }

    private static Tensor Max(Primitive primitive, int rank, Tensor input, Size2d kernel, MaxPool2dOptions options)
    {
        var name = primitive.Name;
        var geometry = WindowGeometries.Create(
            name, input, rank, kernel, options.Stride ?? kernel, options.Padding, options.Dilation, options.CeilMode);
        CheckPadding(name, rank, options.Padding, kernel, options.Dilation);
        CheckSize(name, rank, kernel, MostTaps);
        var images = Shaping.InOrder(input, Strides.ChannelsLast(input.Shape));
        var result = Allocate(geometry, rank, input.ElementType);
        var taps = Graph.WillRecord(input) ? AllocateTaps(result.ElementCount) : null;
        if (input.ElementType == ElementType.Float32) Max<float>(geometry, images, options.Relu, result, taps);
        else Max<double>(geometry, images, options.Relu, result, taps);
        Release(images, input);
        return Graph.Record(primitive, result, [input], new MaxPoolAttributes(geometry, options.Relu),
            keepOutput: options.Relu, workspace: taps is null ? null : [taps]);
    }

    private static Tensor Average(Primitive primitive, int rank, Tensor input, Size2d kernel, AvgPool2dOptions options)
    {
        var geometry = WindowGeometries.Create(
            primitive.Name, input, rank, kernel, options.Stride ?? kernel, options.Padding, 1, options.CeilMode);
        CheckPadding(primitive.Name, rank, options.Padding, kernel, 1);
        CheckSize(primitive.Name, rank, kernel, int.MaxValue);
        var images = Shaping.InOrder(input, Strides.ChannelsLast(input.Shape));
        var result = Allocate(geometry, rank, input.ElementType);
        if (input.ElementType == ElementType.Float32) Average<float>(geometry, images, options.CountPadding, result);
        else Average<double>(geometry, images, options.CountPadding, result);
        Release(images, input);
        return Graph.Record(primitive, result, [input], new AveragePoolAttributes(geometry, options.CountPadding));
    }

    // The size of the equal parts that a dimension is cut into.
    private static int Part(string operation, Tensor input, int dimension, int parts)
    {
        var size = input.Shape[dimension];
        if (parts < 1 || size < parts || size % parts != 0)
            throw new ArgumentException(
                $"{operation}: dimension {dimension} cannot be cut into equal parts. Got {parts} parts of {input.Shape}. " +
                $"Expected a divisor of {size}. Use 1 for the mean of all, or average pooling with a window and a stride of your choice.");
        return size / parts;
    }

    /// <summary>The 16-bit numbers that a tensor of <see cref="AllocateTaps"/> holds.</summary>
    internal static Span<ushort> Taps(Tensor? taps, int count) => taps is null ? default : MemoryMarshal.Cast<byte, ushort>(taps.Bytes())[..count];

    private static void Max<T>(in WindowGeometry geometry, Tensor images, bool relu, Tensor result, Tensor? taps)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ParallelRange.Run(Rows(geometry), Grain(geometry, Rows(geometry)), new MaxPoolRows<T>
        {
            Geometry = geometry,
            Relu = relu,
            Image = images.Memory<T>(),
            Result = result.Memory<T>(),
            Taps = Taps(taps, result.ElementCount),
        });

    private static void Average<T>(in WindowGeometry geometry, Tensor images, bool countPadding, Tensor result)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ParallelRange.Run(Rows(geometry), Grain(geometry, Rows(geometry)), new AveragePoolRows<T>
        {
            Geometry = geometry,
            CountPadding = countPadding,
            Image = images.Memory<T>(),
            Result = result.Memory<T>(),
        });

    /// <summary>How many of a number of equal parts of the work are worth a thread.</summary>
    internal static int Grain(in WindowGeometry geometry, int parts)
    {
        var reads = Math.Max(1, (long)geometry.Positions * geometry.Channels * geometry.Taps);
        return (int)Math.Min(int.MaxValue, (ReadsPerThread * parts + reads - 1) / reads);
    }

    private static int Rows(in WindowGeometry geometry) => geometry.Samples * geometry.OutputHeight;

    private static Tensor Allocate(in WindowGeometry geometry, int rank, ElementType type)
    {
        var shape = WindowGeometries.ShapeOf(rank, geometry.Samples, geometry.Channels, new(geometry.OutputHeight, geometry.OutputWidth));
        return Tensor.Allocate(shape, Strides.ChannelsLast(shape), type);
    }

    // Two to a float, so that the pool can hand out the memory.
    private static Tensor AllocateTaps(int count) => Tensor.Allocate([(count + 1) / 2], ElementType.Float32);

    private static void Release(Tensor images, Tensor input)
    {
        if (!ReferenceEquals(images, input)) images.Storage.Release();
    }

    private static void CheckPadding(string operation, int rank, Size2d padding, Size2d kernel, Size2d dilation)
    {
        var height = (kernel.Height - 1L) * dilation.Height + 1;
        var width = (kernel.Width - 1L) * dilation.Width + 1;
        if (2L * padding.Height > height || 2L * padding.Width > width)
            throw new ArgumentException(
                $"{operation}: the padding is too large. Got {WindowGeometries.Text(padding, rank)} for a window that reaches over " +
                $"{(rank == WindowGeometries.ImageRank ? $"{height} × {width}" : $"{width}")}. Expected at most half of that.");
    }

    private static void CheckSize(string operation, int rank, Size2d kernel, int most)
    {
        if ((long)kernel.Height * kernel.Width > most)
            throw new ArgumentException(
                $"{operation}: the window is too large. Got {WindowGeometries.Text(kernel, rank)}. Expected at most {most} elements.");
    }
}

/// <summary>What the gradient of max pooling needs.</summary>
internal sealed record MaxPoolAttributes(WindowGeometry Geometry, bool Relu);

/// <summary>What the gradient of average pooling needs.</summary>
internal sealed record AveragePoolAttributes(WindowGeometry Geometry, bool CountPadding);
