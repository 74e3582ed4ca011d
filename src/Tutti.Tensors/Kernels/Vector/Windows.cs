// See KernelSet.Windows.cs. Where taps are neighbours, a kernel row of a window inside the image is one stretch of memory, which is moved
// register by register. Bits: those of the reference, since each number is only moved, or added in the same order.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/ConvolutionBenchmarks.cs.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Unrolls windows for convolution, and rolls them up again, in registers of one width.</summary>
internal static unsafe class Windows<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    internal static void Gather(ReadOnlySpan<float> image, in WindowGeometry geometry, int firstRow, int rowCount,
        int firstChannel, int channelCount, Span<float> unrolled)
    {
        var isOneRun = geometry.DilationWidth == 1 && channelCount == geometry.Channels;
        var run = geometry.KernelWidth * channelCount;
        var depth = geometry.Taps * channelCount;
        if (depth == 0) return;
        var rowStep = geometry.DilationHeight * geometry.Width * geometry.Channels;
        var step = geometry.StrideWidth * geometry.Channels;
        var inner = geometry.InnerColumns();
        fixed (float* source = image, target = unrolled)
        {
            // A run shorter than a register is moved as a whole register. What is written too much lies in runs that are written later,
            // so the last windows, and the last of the image, are moved number by number.
            var lastWindow = target + unrolled.Length - depth - TLanes.Count;
            var lastElement = source + image.Length - (geometry.KernelHeight - 1) * rowStep - TLanes.Count;
            for (var row = firstRow; row < firstRow + rowCount; row++)
            {
                var (sample, y) = Math.DivRem(row, geometry.OutputHeight);
                var rows = geometry.RowsInside(y);
                var from = source + geometry.Element(sample, y, 0, 0, 0) + firstChannel;
                var window = target + (long)(row - firstRow) * geometry.OutputWidth * depth;
                var x = 0;
                while (x < geometry.OutputWidth)
                {
                    if (isOneRun && x == inner.First && rows == (0, geometry.KernelHeight))
                    {
                        var count = inner.End - inner.First;
                        if (run < TLanes.Count)
                        {
                            count = Math.Min(count, Fitting(from + x * step, lastElement, step));
                            count = Math.Min(count, Fitting(window + x * depth, lastWindow, depth));
                            ShortRuns(from + x * step, step, rowStep, geometry.KernelHeight, run, count, window + x * depth);
                        }
                        else
                            LongRuns(from + x * step, step, rowStep, geometry.KernelHeight, run, count, window + x * depth);
                        x += count;
                        if (count > 0) continue;
                    }
                    Window(from + x * step, geometry, rows, geometry.ColumnsInside(x), channelCount, window + x * depth);
                    x++;
                }
            }
        }
    }

    private static int Fitting(float* first, float* last, int step) => first > last ? 0 : (int)((last - first) / step) + 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ShortRuns(float* from, int step, int rowStep, int rows, int run, int count, float* to)
    {
        var rest = rows * run;
        for (; count > 0; count--, from += step, to += rest)
        {
            var (source, target) = ((nint)from, (nint)to);
            for (var row = 0; row < rows; row++, source += rowStep * sizeof(float), target += run * sizeof(float))
                TLanes.Load((float*)source).Store((float*)target);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LongRuns(float* from, int step, int rowStep, int rows, int run, int count, float* to)
    {
        for (; count > 0; count--, from += step)
            for (var row = 0; row < rows; row++, to += run) Copy(from + row * rowStep, to, run);
    }

    // A window of which a part is padding, or in which taps or channels are not neighbours.
    private static void Window(float* from, in WindowGeometry geometry, (int First, int End) rows, (int First, int End) columns,
        int channelCount, float* to)
    {
        new Span<float>(to, geometry.Taps * channelCount).Clear();
        var (rowStep, columnStep) = (geometry.DilationHeight * geometry.Width * geometry.Channels, geometry.DilationWidth * geometry.Channels);
        for (var i = rows.First; i < rows.End; i++)
            for (var j = columns.First; j < columns.End; j++)
                Copy(from + i * rowStep + j * columnStep, to + (i * geometry.KernelWidth + j) * channelCount, channelCount);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scatter(ReadOnlySpan<float> unrolled, in WindowGeometry geometry, int firstRow, int rowCount,
        int firstChannel, int channelCount, Span<float> image)
    {
        var isOneRun = geometry.DilationWidth == 1 && channelCount == geometry.Channels;
        var run = geometry.KernelWidth * channelCount;
        var depth = geometry.Taps * channelCount;
        var rowStep = geometry.DilationHeight * geometry.Width * geometry.Channels;
        var (inner, step) = (geometry.InnerColumns(), geometry.StrideWidth * geometry.Channels);
        fixed (float* source = unrolled, target = image)
        {
            var window = source;
            for (var row = firstRow; row < firstRow + rowCount; row++)
            {
                var (sample, y) = Math.DivRem(row, geometry.OutputHeight);
                var rows = geometry.RowsInside(y);
                var to = target + geometry.Element(sample, y, 0, 0, 0) + firstChannel;
                for (var x = 0; x < geometry.OutputWidth; x++, window += depth, to += step)
                {
                    var columns = x >= inner.First && x < inner.End ? (First: 0, End: geometry.KernelWidth) : geometry.ColumnsInside(x);
                    for (var i = rows.First; i < rows.End; i++)
                    {
                        if (isOneRun)
                            Add(window + i * run + columns.First * channelCount, to + i * rowStep + columns.First * channelCount,
                                (columns.End - columns.First) * channelCount);
                        else
                            for (var j = columns.First; j < columns.End; j++)
                                Add(window + i * run + j * channelCount, to + i * rowStep + j * geometry.DilationWidth * geometry.Channels,
                                    channelCount);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* from, float* to, int count)
    {
        if (count < TLanes.Count)
        {
            for (var i = 0; i < count; i++) to[i] = from[i];
            return;
        }
        var last = count - TLanes.Count;
        for (var i = 0; i < last; i += TLanes.Count) TLanes.Load(from + i).Store(to + i);
        TLanes.Load(from + last).Store(to + last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* from, float* to, int count)
    {
        var i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count) (TLanes.Load(to + i) + TLanes.Load(from + i)).Store(to + i);
        for (; i < count; i++) to[i] += from[i];
    }
}
