namespace Tutti.Tensors.Kernels;

// Images are [sample, row, column, channel]. Output rows are counted through all samples: row r is row r % OutputHeight of sample
// r / OutputHeight. A range of them can be computed alone, and gives the same bits.
internal abstract partial class KernelSet<T>
{
    /// <summary>
    /// Unrolls windows for a convolution as a matrix product: for each position of the output rows, one row of
    /// taps × <paramref name="channelCount"/> numbers (kernel row, kernel column, channel); padding is zero.
    /// </summary>
    public abstract void GatherWindows(ReadOnlySpan<T> image, in WindowGeometry geometry, int firstRow, int rowCount,
        int firstChannel, int channelCount, Span<T> unrolled);

    /// <summary>The reverse: adds each number to the element of the image it was read from.</summary>
    public abstract void ScatterWindows(ReadOnlySpan<T> unrolled, in WindowGeometry geometry, int firstRow, int rowCount,
        int firstChannel, int channelCount, Span<T> image);

    /// <summary>Whether <see cref="Convolve"/> is faster than unrolling and multiplying.</summary>
    public abstract bool ConvolvesFaster(in WindowGeometry geometry, int filters);

    /// <summary>
    /// Convolves with weights [kernel row, kernel column, channel, filter]: the given output rows of the result [position, filter].
    /// Does not accumulate. Only for sizes that <see cref="ConvolvesFaster"/> names.
    /// </summary>
    public abstract void Convolve(ReadOnlySpan<T> image, in WindowGeometry geometry, int firstRow, int rowCount,
        ReadOnlySpan<T> weights, int filters, MatMulEpilogue<T> epilogue, Span<T> result);

    /// <summary>
    /// The largest element of each window and channel, or NaN if there is one, and which tap holds it: the first of equals. With
    /// <paramref name="relu"/>, negative results become 0. Writes the given output rows of the whole result and taps. Taps may be empty.
    /// </summary>
    public abstract void MaxPool(ReadOnlySpan<T> image, in WindowGeometry geometry, int firstRow, int rowCount, bool relu,
        Span<T> result, Span<ushort> taps);

    /// <summary>
    /// Overwrites the image's gradient for whole samples: each upstream element goes to the tap that was largest; with an output
    /// (else empty), only where that is positive.
    /// </summary>
    public abstract void MaxPoolGradient(ReadOnlySpan<T> upstream, ReadOnlySpan<ushort> taps, ReadOnlySpan<T> output,
        in WindowGeometry geometry, int firstSample, int sampleCount, Span<T> gradient);

    /// <summary>
    /// The sum of each window and channel divided by the number of taps in the image and its padding, or, without
    /// <paramref name="countPadding"/>, in the image alone.
    /// </summary>
    public abstract void AveragePool(ReadOnlySpan<T> image, in WindowGeometry geometry, int firstRow, int rowCount, bool countPadding,
        Span<T> result);

    /// <summary>Overwrites the image's gradient for whole samples: each upstream element is shared out evenly over its window.</summary>
    public abstract void AveragePoolGradient(ReadOnlySpan<T> upstream, in WindowGeometry geometry, int firstSample, int sampleCount,
        bool countPadding, Span<T> gradient);

    /// <summary>
    /// sums[j] = (accumulate ? sums[j] : 0) + Σ over rows of values[row · rowStride + j]. Rows are added in blocks of a fixed size, blocks in
    /// order.
    /// </summary>
    public abstract void ColumnSums(ReadOnlySpan<T> values, int rows, int rowStride, bool accumulate, Span<T> sums);
}
