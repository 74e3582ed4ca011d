// See KernelSet.Windows.cs. All lanes hold channels of one position. The last register of a position overlaps the one before it, which
// computes some channels twice, to the same result; images with fewer channels than lanes are left to the reference.
// Bits: those of the reference.
using System.Runtime.CompilerServices;
using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Largest elements of windows, and their gradient, in registers of one width.</summary>
internal static unsafe class MaxPooling<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(ReadOnlySpan<float> image, in WindowGeometry geometry, int firstRow, int rowCount, bool relu,
        Span<float> result, Span<ushort> taps)
    {
        var channels = geometry.Channels;
        var (rowStep, columnStep) = (geometry.DilationHeight * geometry.Width * channels, geometry.DilationWidth * channels);
        var last = channels - TLanes.Count;
        fixed (float* source = image, target = result)
        fixed (ushort* indices = taps)
        {
            for (var row = firstRow; row < firstRow + rowCount; row++)
            {
                var (sample, y) = Math.DivRem(row, geometry.OutputHeight);
                var rows = geometry.RowsInside(y);
                for (var x = 0; x < geometry.OutputWidth; x++)
                {
                    var columns = geometry.ColumnsInside(x);
                    var from = source + geometry.Element(sample, y, x, 0, 0);
                    var to = (row * geometry.OutputWidth + x) * channels;
                    for (var channel = 0; channel < channels; channel += TLanes.Count)
                    {
                        var start = Math.Min(channel, last);
                        var largest = TLanes.Broadcast(float.NegativeInfinity);
                        var tap = TLanes.Broadcast(Pooling.NoTap);
                        if (rows.First < rows.End && columns.First < columns.End)
                            Largest(from + start, rows, columns, rowStep, columnStep, geometry.KernelWidth, out largest, out tap);
                        if (relu) largest = TLanes.Select(TLanes.GreaterThan(TLanes.Zero, largest), TLanes.Zero, largest);
                        largest.Store(target + to + start);
                        if (indices != null) tap.StoreIndices(indices + to + start);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Gradient(ReadOnlySpan<float> upstream, ReadOnlySpan<ushort> taps, ReadOnlySpan<float> output,
        in WindowGeometry geometry, int firstSample, int sampleCount, Span<float> gradient)
    {
        var channels = geometry.Channels;
        var (rowStep, columnStep) = (geometry.DilationHeight * geometry.Width * channels, geometry.DilationWidth * channels);
        var overwrites = Clear(geometry, firstSample, sampleCount, gradient);
        fixed (float* source = upstream, results = output, target = gradient)
        fixed (ushort* indices = taps)
        {
            for (var row = firstSample * geometry.OutputHeight; row < (firstSample + sampleCount) * geometry.OutputHeight; row++)
            {
                var (sample, y) = Math.DivRem(row, geometry.OutputHeight);
                var rows = geometry.RowsInside(y);
                for (var x = 0; x < geometry.OutputWidth; x++)
                {
                    var columns = geometry.ColumnsInside(x);
                    var to = target + geometry.Element(sample, y, x, 0, 0);
                    var from = (row * geometry.OutputWidth + x) * channels;
                    var channel = 0;
                    for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
                    {
                        var value = TLanes.Load(source + from + channel);
                        if (results != null)
                            value = TLanes.Select(TLanes.GreaterThan(TLanes.Load(results + from + channel), TLanes.Zero), value, TLanes.Zero);
                        var tap = TLanes.LoadIndices(indices + from + channel);
                        for (var i = rows.First; i < rows.End; i++)
                            for (var j = columns.First; j < columns.End; j++)
                            {
                                var isHere = TLanes.Equals(tap, TLanes.Broadcast(i * geometry.KernelWidth + j));
                                var share = TLanes.Select(isHere, value, TLanes.Zero);
                                var place = to + i * rowStep + j * columnStep + channel;
                                (overwrites ? share : TLanes.Load(place) + share).Store(place);
                            }
                    }
                    for (; channel < channels; channel++)
                    {
                        var value = results == null || results[from + channel] > 0 ? source[from + channel] : 0;
                        for (var i = rows.First; i < rows.End; i++)
                            for (var j = columns.First; j < columns.End; j++)
                            {
                                var share = indices[from + channel] == i * geometry.KernelWidth + j ? value : 0;
                                ref var place = ref to[i * rowStep + j * columnStep + channel];
                                place = overwrites ? share : place + share;
                            }
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Largest(float* from, (int First, int End) rows, (int First, int End) columns, int rowStep, int columnStep,
        int kernelWidth, out TLanes largest, out TLanes tap)
    {
        largest = TLanes.Load(from + rows.First * rowStep + columns.First * columnStep);
        tap = TLanes.Broadcast(rows.First * kernelWidth + columns.First);
        var always = TLanes.Equals(TLanes.Zero, TLanes.Zero);
        for (var i = rows.First; i < rows.End; i++)
            for (var j = columns.First; j < columns.End; j++)
            {
                var value = TLanes.Load(from + i * rowStep + j * columnStep);
                // Larger, or NaN, which does not equal itself.
                var isTaken = TLanes.Select(TLanes.Equals(value, value), TLanes.GreaterThan(value, largest), always);
                largest = TLanes.Select(isTaken, value, largest);
                tap = TLanes.Select(isTaken, TLanes.Broadcast(i * kernelWidth + j), tap);
            }
    }

    // Where windows lie side by side each element belongs to one tap and is simply written; only what no window covers is cleared.
    private static bool Clear(in WindowGeometry geometry, int firstSample, int sampleCount, Span<float> gradient)
    {
        var (rowSize, sampleSize) = (geometry.Width * geometry.Channels, geometry.Height * geometry.Width * geometry.Channels);
        var isTiled = geometry.IsDisjoint && geometry.StrideHeight == geometry.KernelHeight && geometry.StrideWidth == geometry.KernelWidth &&
            geometry.PaddingHeight == 0 && geometry.PaddingWidth == 0;
        if (!isTiled)
        {
            gradient.Slice(firstSample * sampleSize, sampleCount * sampleSize).Clear();
            return false;
        }
        var rows = Math.Min(geometry.Height, geometry.OutputHeight * geometry.KernelHeight);
        var columns = Math.Min(geometry.Width, geometry.OutputWidth * geometry.KernelWidth);
        for (var sample = firstSample; sample < firstSample + sampleCount; sample++)
        {
            var image = gradient.Slice(sample * sampleSize, sampleSize);
            if (columns < geometry.Width)
                for (var row = 0; row < rows; row++) image[(row * rowSize + columns * geometry.Channels)..((row + 1) * rowSize)].Clear();
            image[(rows * rowSize)..].Clear();
        }
        return true;
    }
}
