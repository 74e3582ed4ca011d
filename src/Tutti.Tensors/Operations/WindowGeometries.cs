using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>Checks windows against images and works out the size of the result.</summary>
internal static class WindowGeometries
{
    internal static WindowGeometry Create(string operation, Tensor input, Size2d kernel, Size2d stride, Size2d padding, Size2d dilation,
        bool roundUp = false)
    {
        Operand.CheckFloatingPoint(operation, input);
        Operand.CheckRank(operation, "the input", input, 4, "[N, C, H, W]");
        Check(operation, "kernel", kernel, 1);
        Check(operation, "stride", stride, 1);
        Check(operation, "padding", padding, 0);
        Check(operation, "dilation", dilation, 1);
        var shape = input.Shape;
        return new()
        {
            Samples = shape[0],
            Channels = shape[1],
            Height = shape[2],
            Width = shape[3],
            KernelHeight = kernel.Height,
            KernelWidth = kernel.Width,
            StrideHeight = stride.Height,
            StrideWidth = stride.Width,
            PaddingHeight = padding.Height,
            PaddingWidth = padding.Width,
            DilationHeight = dilation.Height,
            DilationWidth = dilation.Width,
            OutputHeight = Outputs(operation, input, "height", shape[2], kernel.Height, stride.Height, padding.Height, dilation.Height, roundUp),
            OutputWidth = Outputs(operation, input, "width", shape[3], kernel.Width, stride.Width, padding.Width, dilation.Width, roundUp),
        };
    }

    private static int Outputs(string operation, Tensor input, string dimension, int size, int kernel, int stride, int padding, int dilation,
        bool roundUp)
    {
        var reach = (long)dilation * (kernel - 1) + 1;
        var space = size + 2L * padding - reach;
        if (space < 0)
            throw new ArgumentException(
                $"{operation}: the kernel is larger than the image. " +
                $"Got a kernel of {dimension} {reach}{(dilation > 1 ? " (dilated)" : "")} for {input.Shape} with padding {padding}. " +
                $"Expected at most {size + 2L * padding}. Use a smaller kernel, more padding or larger images.");
        var outputs = (int)((space + (roundUp ? stride - 1 : 0)) / stride) + 1;
        // A window must start inside the image or its left padding.
        return roundUp && (outputs - 1L) * stride >= size + (long)padding ? outputs - 1 : outputs;
    }

    private static void Check(string operation, string name, Size2d value, int least)
    {
        if (value.Height < least || value.Width < least)
            throw new ArgumentException($"{operation}: the {name} is too small. Got {value}. Expected at least {least} each way.");
    }
}
