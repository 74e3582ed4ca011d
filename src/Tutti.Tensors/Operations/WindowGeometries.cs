using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>
/// Checks windows against images <c>[N, C, H, W]</c> or sequences <c>[N, C, L]</c> and works out the size of the result. A sequence is an
/// image of one row; heights of its kernel, stride, padding and dilation are 1, 1, 0, 1.
/// </summary>
internal static class WindowGeometries
{
    internal const int SequenceRank = 3, ImageRank = 4;

    // Sums of a size, a padding and a dilation are whole numbers of 32 bits in the kernels.
    private const int Most = 1 << 28;

    /// <summary>Windows over an input of a rank.</summary>
    internal static WindowGeometry Create(string operation, Tensor input, int rank, Size2d kernel, Size2d stride, Size2d padding,
        Size2d dilation, bool roundUp = false)
    {
        var size = CheckAll(operation, input, rank, kernel, stride, padding, dilation);
        return Make(input.Shape[0], input.Shape[1], size, kernel, stride, padding, dilation, new(
            Outputs(operation, input, "height", size.Height, kernel.Height, stride.Height, padding.Height, dilation.Height, roundUp),
            Outputs(operation, input, rank == ImageRank ? "width" : "length", size.Width, kernel.Width, stride.Width, padding.Width,
                dilation.Width, roundUp)));
    }

    /// <summary>The windows of the convolution that makes the input of a rank out of the result of its transposed convolution.</summary>
    internal static WindowGeometry CreateTransposed(string operation, Tensor input, int rank, int outputs, Size2d kernel,
        ConvTranspose2dOptions options)
    {
        var (stride, padding, dilation, extra) = (options.Stride, options.Padding, options.Dilation, options.OutputPadding);
        var size = CheckAll(operation, input, rank, kernel, stride, padding, dilation);
        Check(operation, "output padding", extra, 0, rank);
        if (extra.Height >= Math.Max(stride.Height, dilation.Height) || extra.Width >= Math.Max(stride.Width, dilation.Width))
            throw new ArgumentException(
                $"{operation}: the output padding is too large. Got {Text(extra, rank)} for stride {Text(stride, rank)} and dilation " +
                $"{Text(dilation, rank)}. Expected less than the greater of them.");
        return Make(input.Shape[0], outputs,
            new(Laid(operation, input, size.Height, kernel.Height, stride.Height, padding.Height, dilation.Height, extra.Height),
                Laid(operation, input, size.Width, kernel.Width, stride.Width, padding.Width, dilation.Width, extra.Width)),
            kernel, stride, padding, dilation, size);
    }

    /// <summary>The kernel's height and width in a weight <c>[…, …, height, width]</c> or <c>[…, …, length]</c>.</summary>
    internal static Size2d KernelOf(Tensor weight) =>
        weight.Shape.Rank == ImageRank ? new(weight.Shape[2], weight.Shape[3]) : new(1, weight.Shape[2]);

    /// <summary>The shape of samples with a number of channels and a size.</summary>
    internal static Shape ShapeOf(int rank, int samples, int channels, Size2d size) =>
        rank == ImageRank ? [samples, channels, size.Height, size.Width] : [samples, channels, size.Width];

    /// <summary>A size as the caller gave it.</summary>
    internal static string Text(Size2d size, int rank) => rank == ImageRank ? size.ToString() : $"{size.Width}";

    private static Size2d CheckAll(string operation, Tensor input, int rank, Size2d kernel, Size2d stride, Size2d padding, Size2d dilation)
    {
        Operand.CheckFloatingPoint(operation, input);
        Operand.CheckRank(operation, "the input", input, rank, rank == ImageRank ? "[N, C, H, W]" : "[N, C, L]");
        Check(operation, "kernel", kernel, 1, rank);
        Check(operation, "stride", stride, 1, rank);
        Check(operation, "padding", padding, 0, rank);
        Check(operation, "dilation", dilation, 1, rank);
        return rank == ImageRank ? new(input.Shape[2], input.Shape[3]) : new(1, input.Shape[2]);
    }

    private static WindowGeometry Make(int samples, int channels, Size2d size, Size2d kernel, Size2d stride, Size2d padding, Size2d dilation,
        Size2d outputs) => new()
    {
        Samples = samples,
        Channels = channels,
        Height = size.Height,
        Width = size.Width,
        KernelHeight = kernel.Height,
        KernelWidth = kernel.Width,
        StrideHeight = stride.Height,
        StrideWidth = stride.Width,
        PaddingHeight = padding.Height,
        PaddingWidth = padding.Width,
        DilationHeight = dilation.Height,
        DilationWidth = dilation.Width,
        OutputHeight = outputs.Height,
        OutputWidth = outputs.Width,
    };

    private static int Outputs(string operation, Tensor input, string dimension, int size, int kernel, int stride, int padding, int dilation,
        bool roundUp)
    {
        var reach = (long)dilation * (kernel - 1) + 1;
        // Rounded up, a window may reach beyond the padding, even the only one.
        var most = size + 2L * padding + (roundUp ? stride - 1 : 0);
        var outputs = reach > most ? 0 : (int)((most - reach) / stride) + 1;
        // A window must start inside the image or its left padding.
        if (roundUp && (outputs - 1L) * stride >= size + (long)padding) outputs--;
        if (outputs < 1)
            throw new ArgumentException(
                $"{operation}: the kernel is larger than the {(input.Shape.Rank == ImageRank ? "image" : "sequence")}. " +
                $"Got a kernel of {dimension} {reach}{(dilation > 1 ? " (dilated)" : "")} for {input.Shape} with padding {padding}. " +
                $"Expected at most {most}. Use a smaller kernel, more padding or a larger input.");
        return outputs;
    }

    // The size that kernels laid side by side cover.
    private static int Laid(string operation, Tensor input, int size, int kernel, int stride, int padding, int dilation, int extra)
    {
        var covered = (size - 1L) * stride + (long)dilation * (kernel - 1) + 1 + extra;
        if (size < 1 || covered - 2L * padding is < 1 or > int.MaxValue)
            throw new ArgumentException(
                $"{operation}: no result has this size. Got {input.Shape}, which with kernel {kernel}, stride {stride} and dilation " +
                $"{dilation} covers {Math.Max(0, covered)}, less {padding} on each side. Expected a result of at least 1. " +
                "Use less padding or a larger input.");
        return (int)(covered - 2L * padding);
    }

    private static void Check(string operation, string name, Size2d value, int least, int rank)
    {
        var (smallest, largest) = (Math.Min(value.Height, value.Width), Math.Max(value.Height, value.Width));
        if (smallest < least)
            throw new ArgumentException(
                $"{operation}: the {name} is too small. Got {Text(value, rank)}. Expected at least {least}{EachWay(rank)}.");
        if (largest > Most)
            throw new ArgumentException(
                $"{operation}: the {name} is too large. Got {Text(value, rank)}. Expected at most {Most}{EachWay(rank)}.");
    }

    private static string EachWay(int rank) => rank == ImageRank ? " each way" : "";
}
