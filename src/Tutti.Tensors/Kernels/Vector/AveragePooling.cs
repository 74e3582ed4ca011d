// See KernelSet.Windows.cs. All lanes hold channels of one position; channels that fill no register are added one by one.
// Bits: those of the reference.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/ConvolutionBenchmarks.cs.
using System.Runtime.CompilerServices;
using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Means of windows, and their gradient, in registers of one width.</summary>
internal static unsafe class AveragePooling<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(ReadOnlySpan<float> image, in WindowGeometry geometry, int firstRow, int rowCount, bool countPadding,
        Span<float> result)
    {
        var channels = geometry.Channels;
        fixed (float* source = image, target = result)
        {
            for (var row = firstRow; row < firstRow + rowCount; row++)
            {
                var (sample, y) = Math.DivRem(row, geometry.OutputHeight);
                for (var x = 0; x < geometry.OutputWidth; x++)
                {
                    var (rows, columns) = (geometry.RowsInside(y), geometry.ColumnsInside(x));
                    var share = Pooling.Share<float>(geometry, y, x, countPadding);
                    var from = source + geometry.Element(sample, y, x, 0, 0);
                    var to = target + (row * geometry.OutputWidth + x) * channels;
                    var channel = 0;
                    for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
                    {
                        var sum = TLanes.Zero;
                        for (var i = rows.First; i < rows.End; i++)
                            for (var j = columns.First; j < columns.End; j++)
                                sum += TLanes.Load(from + (i * geometry.Width + j) * channels + channel);
                        (sum * TLanes.Broadcast(share)).Store(to + channel);
                    }
                    for (; channel < channels; channel++)
                    {
                        var sum = 0f;
                        for (var i = rows.First; i < rows.End; i++)
                            for (var j = columns.First; j < columns.End; j++)
                                sum += from[(i * geometry.Width + j) * channels + channel];
                        to[channel] = sum * share;
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Gradient(ReadOnlySpan<float> upstream, in WindowGeometry geometry, int firstSample, int sampleCount,
        bool countPadding, Span<float> gradient)
    {
        var channels = geometry.Channels;
        var size = geometry.Height * geometry.Width * channels;
        gradient.Slice(firstSample * size, sampleCount * size).Clear();
        fixed (float* source = upstream, target = gradient)
        {
            for (var row = firstSample * geometry.OutputHeight; row < (firstSample + sampleCount) * geometry.OutputHeight; row++)
            {
                var (sample, y) = Math.DivRem(row, geometry.OutputHeight);
                for (var x = 0; x < geometry.OutputWidth; x++)
                {
                    var (rows, columns) = (geometry.RowsInside(y), geometry.ColumnsInside(x));
                    var share = Pooling.Share<float>(geometry, y, x, countPadding);
                    var from = source + (row * geometry.OutputWidth + x) * channels;
                    var window = target + geometry.Element(sample, y, x, 0, 0);
                    for (var i = rows.First; i < rows.End; i++)
                        for (var j = columns.First; j < columns.End; j++) Add(from, share, channels, window + (i * geometry.Width + j) * channels);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* from, float share, int channels, float* to)
    {
        var channel = 0;
        for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
            (TLanes.Load(to + channel) + TLanes.Load(from + channel) * TLanes.Broadcast(share)).Store(to + channel);
        for (; channel < channels; channel++) to[channel] += from[channel] * share;
    }
}
