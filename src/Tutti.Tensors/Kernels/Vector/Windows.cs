// See KernelSet.Windows.cs. Where taps are neighbours, a kernel row of a window inside the image is one stretch of memory, which is moved
// register by register. Bits: those of the reference, since each number is only moved, or added in the same order.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Unrolls windows for convolution, and rolls them up again, in registers of one width.</summary>
internal static unsafe class Windows<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Gather(ReadOnlySpan<float> image, in WindowGeometry geometry, int firstRow, int rowCount,
        int firstChannel, int channelCount, Span<float> unrolled)
    {
        var isOneRun = geometry.DilationWidth == 1 && channelCount == geometry.Channels;
        var run = geometry.KernelWidth * channelCount;
        var depth = geometry.Taps * channelCount;
        var rowStep = geometry.DilationHeight * geometry.Width * geometry.Channels;
        fixed (float* source = image, target = unrolled)
        {
            var window = target;
            for (var row = firstRow; row < firstRow + rowCount; row++)
            {
                var (sample, y) = Math.DivRem(row, geometry.OutputHeight);
                var rows = geometry.RowsInside(y);
                for (var x = 0; x < geometry.OutputWidth; x++, window += depth)
                {
                    var columns = geometry.ColumnsInside(x);
                    var from = source + geometry.Element(sample, y, x, 0, 0) + firstChannel;
                    if (rows.End - rows.First < geometry.KernelHeight || columns.End - columns.First < geometry.KernelWidth)
                        new Span<float>(window, depth).Clear();
                    for (var i = rows.First; i < rows.End; i++)
                    {
                        if (isOneRun)
                            Copy(from + i * rowStep + columns.First * channelCount, window + i * run + columns.First * channelCount,
                                (columns.End - columns.First) * channelCount);
                        else
                            for (var j = columns.First; j < columns.End; j++)
                                Copy(from + i * rowStep + j * geometry.DilationWidth * geometry.Channels, window + i * run + j * channelCount, channelCount);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scatter(ReadOnlySpan<float> unrolled, in WindowGeometry geometry, int firstRow, int rowCount,
        int firstChannel, int channelCount, Span<float> image)
    {
        var isOneRun = geometry.DilationWidth == 1 && channelCount == geometry.Channels;
        var run = geometry.KernelWidth * channelCount;
        var depth = geometry.Taps * channelCount;
        var rowStep = geometry.DilationHeight * geometry.Width * geometry.Channels;
        fixed (float* source = unrolled, target = image)
        {
            var window = source;
            for (var row = firstRow; row < firstRow + rowCount; row++)
            {
                var (sample, y) = Math.DivRem(row, geometry.OutputHeight);
                var rows = geometry.RowsInside(y);
                for (var x = 0; x < geometry.OutputWidth; x++, window += depth)
                {
                    var columns = geometry.ColumnsInside(x);
                    var to = target + geometry.Element(sample, y, x, 0, 0) + firstChannel;
                    for (var i = rows.First; i < rows.End; i++)
                    {
                        if (isOneRun)
                            Add(window + i * run + columns.First * channelCount, to + i * rowStep + columns.First * channelCount,
                                (columns.End - columns.First) * channelCount);
                        else
                            for (var j = columns.First; j < columns.End; j++)
                                Add(window + i * run + j * channelCount, to + i * rowStep + j * geometry.DilationWidth * geometry.Channels, channelCount);
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
