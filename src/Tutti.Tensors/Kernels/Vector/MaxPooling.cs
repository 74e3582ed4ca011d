// See KernelSet.Windows.cs. All lanes hold channels of one position. The last register of a position overlaps the one before it, which
// computes some channels twice, to the same result; images with fewer channels than lanes are left to the reference.
// Bits: those of the reference.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/ConvolutionBenchmarks.cs.
using System.Runtime.CompilerServices;
using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Largest elements of windows in registers of one width.</summary>
internal static unsafe class MaxPooling<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    internal static void Run(ReadOnlySpan<float> image, in WindowGeometry geometry, int firstRow, int rowCount, bool relu,
        Span<float> result, Span<ushort> taps)
    {
        var rowLength = geometry.OutputWidth * geometry.Channels;
        fixed (float* source = image, target = result)
        fixed (ushort* indices = taps)
        {
            for (var row = firstRow; row < firstRow + rowCount; row++)
            {
                var (sample, y) = Math.DivRem(row, geometry.OutputHeight);
                var to = row * rowLength;
                Row(source, geometry, sample, y, relu ? 0 : float.NegativeInfinity, target + to, indices == null ? null : indices + to);
            }
        }
    }

    // One output row. Results are raised to the bound, which is 0 for ReLU.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row(float* source, in WindowGeometry geometry, int sample, int y, float bound, float* target, ushort* indices)
    {
        var channels = geometry.Channels;
        var (rowStep, columnStep) = (geometry.DilationHeight * geometry.Width * channels, geometry.DilationWidth * channels);
        var (rows, inner, least) = (geometry.RowsInside(y), geometry.InnerColumns(), TLanes.Broadcast(bound));
        for (var x = 0; x < geometry.OutputWidth; x++)
        {
            var columns = x >= inner.First && x < inner.End ? (First: 0, End: geometry.KernelWidth) : geometry.ColumnsInside(x);
            var from = source + geometry.Element(sample, y, x, 0, columns.First);
            var count = columns.End - columns.First;
            for (var channel = 0; channel < channels; channel += TLanes.Count)
            {
                var start = Math.Min(channel, channels - TLanes.Count);
                var largest = TLanes.Broadcast(float.NegativeInfinity);
                var tap = TLanes.Broadcast(Pooling.NoTap);
                var isFirst = true;
                for (var i = rows.First; i < rows.End; i++)
                {
                    var place = from + i * rowStep + start;
                    var index = (float)(i * geometry.KernelWidth + columns.First);
                    for (var j = 0; j < count; j++, place += columnStep, index++)
                    {
                        var value = TLanes.Load(place);
                        // The first is taken even if it is −∞.
                        var isTaken = isFirst ? TLanes.Equals(least, least) : TLanes.GreaterOrNaN(value, largest);
                        isFirst = false;
                        largest = TLanes.Select(isTaken, value, largest);
                        tap = TLanes.Select(isTaken, TLanes.Broadcast(index), tap);
                    }
                }
                TLanes.Select(TLanes.GreaterThan(least, largest), least, largest).Store(target + start);
                if (indices != null) tap.StoreIndices(indices + start);
            }
            target += channels;
            if (indices != null) indices += channels;
        }
    }
}
