namespace Tutti.Tensors.Kernels;

/// <summary>
/// Windows that slide over images [sample, row, column, channel]: tap (i, j) of the window at output position (y, x) reads row
/// y · StrideHeight + i · DilationHeight − PaddingHeight and the column alike; outside the image there is padding. A sequence is an image
/// of one row.
/// </summary>
internal readonly record struct WindowGeometry
{
    internal int Samples { get; init; }
    internal int Height { get; init; }
    internal int Width { get; init; }
    internal int Channels { get; init; }
    internal int KernelHeight { get; init; }
    internal int KernelWidth { get; init; }
    internal int StrideHeight { get; init; }
    internal int StrideWidth { get; init; }
    internal int PaddingHeight { get; init; }
    internal int PaddingWidth { get; init; }
    internal int DilationHeight { get; init; }
    internal int DilationWidth { get; init; }
    internal int OutputHeight { get; init; }
    internal int OutputWidth { get; init; }

    internal int Taps => KernelHeight * KernelWidth;

    /// <summary>The number of output positions.</summary>
    internal int Positions => Samples * OutputHeight * OutputWidth;

    /// <summary>The number of elements of the images.</summary>
    internal int ImageLength => Samples * Height * Width * Channels;

    /// <summary>Whether the windows lie side by side, each element of the image in one of them but for a rest at the right and bottom.</summary>
    internal bool IsTiling =>
        StrideHeight == KernelHeight && StrideWidth == KernelWidth && DilationHeight == 1 && DilationWidth == 1 &&
        PaddingHeight == 0 && PaddingWidth == 0;

    /// <summary>
    /// Whether each window, seen as a whole, is one stretch of memory as long as it lies inside: sequences (images of one row) without
    /// dilation. Such windows need not be unrolled: they are the rows of a matrix in which rows overlap.
    /// </summary>
    internal bool HasWindowsInPlace =>
        Height == 1 && KernelHeight == 1 && StrideHeight == 1 && PaddingHeight == 0 && (DilationWidth == 1 || KernelWidth == 1);

    /// <summary>The taps [first, end) of a window that lie inside an image along one dimension.</summary>
    internal static (int First, int End) Inside(int output, int stride, int padding, int dilation, int taps, int size)
    {
        var start = output * stride - padding;
        var first = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
        var end = start >= size ? 0 : Math.Min(taps, (size - start + dilation - 1) / dilation);
        return (Math.Min(first, end), end);
    }

    internal (int First, int End) RowsInside(int y) => Inside(y, StrideHeight, PaddingHeight, DilationHeight, KernelHeight, Height);

    internal (int First, int End) ColumnsInside(int x) => Inside(x, StrideWidth, PaddingWidth, DilationWidth, KernelWidth, Width);

    /// <summary>The number of a window's taps in the image or its padding: all, unless the number of outputs was rounded up.</summary>
    internal int TapsInPaddedImage(int y, int x) =>
        Math.Min(KernelHeight, Height + 2 * PaddingHeight - y * StrideHeight) *
        Math.Min(KernelWidth, Width + 2 * PaddingWidth - x * StrideWidth);

    /// <summary>The output columns [first, end) at which a kernel row lies inside the image altogether; first ≤ end, also where it never does.</summary>
    internal (int First, int End) InnerColumns()
    {
        var first = Math.Clamp((PaddingWidth + StrideWidth - 1) / StrideWidth, 0, OutputWidth);
        var space = Width + PaddingWidth - DilationWidth * (KernelWidth - 1) - 1;
        return (first, space < 0 ? first : Math.Clamp(space / StrideWidth + 1, first, OutputWidth));
    }

    /// <summary>The element at which the first channel of a tap lies.</summary>
    internal int Element(int sample, int y, int x, int i, int j)
    {
        var row = y * StrideHeight + i * DilationHeight - PaddingHeight;
        var column = x * StrideWidth + j * DilationWidth - PaddingWidth;
        return ((sample * Height + row) * Width + column) * Channels;
    }
}
