// See KernelSet.Windows.cs. All lanes hold channels of one position. Channels that fill no register are done in one that overlaps the one
// before it, or one by one where windows overlap.
// Bits: those of the reference, but that zeros may differ in sign.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/ConvolutionBenchmarks.cs.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>The gradient of largest elements of windows in registers of one width.</summary>
internal static unsafe class MaxPoolingGradient<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    internal static void Run(ReadOnlySpan<float> upstream, ReadOnlySpan<ushort> taps, ReadOnlySpan<float> output,
        in WindowGeometry geometry, int firstSample, int sampleCount, Span<float> gradient)
    {
        var overwrites = Clear(geometry, firstSample, sampleCount, gradient);
        fixed (float* source = upstream, results = output, target = gradient)
        fixed (ushort* indices = taps)
        {
            for (var row = firstSample * geometry.OutputHeight; row < (firstSample + sampleCount) * geometry.OutputHeight; row++)
            {
                var (sample, y) = Math.DivRem(row, geometry.OutputHeight);
                var from = row * geometry.OutputWidth * geometry.Channels;
                if (overwrites) Row<Overwriting>(source + from, indices + from, results == null ? null : results + from, geometry, sample, y, target);
                else Row<Adding>(source + from, indices + from, results == null ? null : results + from, geometry, sample, y, target);
            }
        }
    }

    private interface IWriting
    {
        static abstract bool Adds { get; }
    }

    private struct Overwriting : IWriting
    {
        public static bool Adds => false;
    }

    private struct Adding : IWriting
    {
        public static bool Adds => true;
    }

    // The windows of one output row. Where there is an output, only what is positive there passes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<TWriting>(float* upstream, ushort* taps, float* output, in WindowGeometry geometry, int sample, int y, float* gradient)
        where TWriting : struct, IWriting
    {
        var channels = geometry.Channels;
        var (rowStep, columnStep) = (geometry.DilationHeight * geometry.Width * channels, geometry.DilationWidth * channels);
        var (rows, inner) = (geometry.RowsInside(y), geometry.InnerColumns());
        for (var x = 0; x < geometry.OutputWidth; x++, upstream += channels, taps += channels)
        {
            var columns = x >= inner.First && x < inner.End ? (First: 0, End: geometry.KernelWidth) : geometry.ColumnsInside(x);
            var to = gradient + geometry.Element(sample, y, x, 0, 0);
            var channel = 0;
            while (channel < channels && channels >= TLanes.Count)
            {
                if (channel > channels - TLanes.Count)
                {
                    // Written twice, elements keep their value; added twice they would not.
                    if (TWriting.Adds) break;
                    channel = channels - TLanes.Count;
                }
                var value = TLanes.Load(upstream + channel);
                if (output != null)
                    value = TLanes.Select(TLanes.GreaterThan(TLanes.Load(output + channel), TLanes.Zero), value, TLanes.Zero);
                var tap = TLanes.LoadIndices(taps + channel);
                for (var i = rows.First; i < rows.End; i++)
                {
                    var place = to + i * rowStep + columns.First * columnStep + channel;
                    var index = (float)(i * geometry.KernelWidth + columns.First);
                    for (var j = columns.First; j < columns.End; j++, place += columnStep, index++)
                    {
                        var share = TLanes.Select(TLanes.Equals(tap, TLanes.Broadcast(index)), value, TLanes.Zero);
                        if (TWriting.Adds) share += TLanes.Load(place);
                        share.Store(place);
                    }
                }
                channel += TLanes.Count;
            }
            for (; channel < channels; channel++)
            {
                var value = output == null || output[channel] > 0 ? upstream[channel] : 0;
                for (var i = rows.First; i < rows.End; i++)
                    for (var j = columns.First; j < columns.End; j++)
                    {
                        var share = taps[channel] == i * geometry.KernelWidth + j ? value : 0;
                        ref var place = ref to[i * rowStep + j * columnStep + channel];
                        place = TWriting.Adds ? place + share : share;
                    }
            }
            if (output != null) output += channels;
        }
    }

    // Where windows lie side by side each element belongs to one tap and is simply written; only what no window covers is cleared.
    private static bool Clear(in WindowGeometry geometry, int firstSample, int sampleCount, Span<float> gradient)
    {
        var (rowSize, sampleSize) = (geometry.Width * geometry.Channels, geometry.Height * geometry.Width * geometry.Channels);
        if (!geometry.IsTiling)
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
