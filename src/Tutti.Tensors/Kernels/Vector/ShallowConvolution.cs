// result[position, o] = epilogue(Σ over p of image[first element of the position + offset p] · weights[p, o])
// For few numbers a window, as in first layers: unrolling windows would take as long as multiplying them. Tiles of four neighbouring
// positions × two registers of filters stay in registers; image elements are broadcast from where they lie. The last tile of a row
// overlaps the one before it, which computes some positions twice, to the same result. Windows that reach into the padding are computed one
// by one from the taps inside: the others would add zero.
// Accumulation: one chain of fused multiply-adds from +0 over ascending p, as in MatMul: the same bits as the way through MatMul.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/ConvolutionBenchmarks.cs.
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Convolution of few channels with small kernels in registers of one width.</summary>
internal static unsafe class ShallowConvolution<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private const int TilePositions = 4;

    /// <summary>Beyond about this the time to unroll does not matter.</summary>
    private const int GreatestDepth = 32;

    internal static bool Fits(in WindowGeometry geometry, int filters) =>
        geometry.Taps * geometry.Channels <= GreatestDepth && filters % (2 * TLanes.Count) == 0 && IsWideInside(geometry.InnerColumns());

    private static bool IsWideInside((int First, int End) columns) => columns.End - columns.First >= TilePositions;

    internal static void Run(ReadOnlySpan<float> image, in WindowGeometry geometry, int firstRow, int rowCount,
        ReadOnlySpan<float> weights, int filters, MatMulEpilogue<float> epilogue, Span<float> result)
    {
        Debug.Assert(Fits(geometry, filters) && !epilogue.Accumulate, "ShallowConvolution: not for these sizes.");
        var depth = geometry.Taps * geometry.Channels;
        var offsets = stackalloc int[GreatestDepth];
        for (var p = 0; p < depth; p++)
        {
            var (tap, channel) = Math.DivRem(p, geometry.Channels);
            var (i, j) = Math.DivRem(tap, geometry.KernelWidth);
            offsets[p] = geometry.Element(0, 0, 0, i, j) - geometry.Element(0, 0, 0, 0, 0) + channel;
        }
        var inner = geometry.InnerColumns();
        var step = geometry.StrideWidth * geometry.Channels;
        var bound = TLanes.Broadcast(epilogue.Relu ? 0 : float.NegativeInfinity);
        var zeros = stackalloc float[2 * TLanes.Count];
        new Span<float>(zeros, 2 * TLanes.Count).Clear();
        fixed (float* source = image, right = weights, target = result, bias = epilogue.Bias)
        {
            for (var row = firstRow; row < firstRow + rowCount; row++)
            {
                var (sample, y) = Math.DivRem(row, geometry.OutputHeight);
                var rows = geometry.RowsInside(y);
                var (first, end) = rows == (0, geometry.KernelHeight) ? inner : (0, 0);
                var to = target + (long)row * geometry.OutputWidth * filters;
                for (var filter = 0; filter < filters; filter += 2 * TLanes.Count)
                {
                    var addend = bias == null ? zeros : bias + filter;
                    if (first < end)
                        Row(source + geometry.Element(sample, y, first, 0, 0), step, end - first, offsets, depth, right + filter, filters,
                            addend, bound, to + first * filters + filter);
                    for (var x = first > 0 ? 0 : end; x < geometry.OutputWidth; x = x + 1 == first ? end : x + 1)
                        Position(source + geometry.Element(sample, y, x, 0, 0), geometry, rows, geometry.ColumnsInside(x), right + filter,
                            filters, addend, bound, to + x * filters + filter);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row(float* from, int step, int width, int* offsets, int depth, float* weights, int filters, float* bias,
        TLanes bound, float* to)
    {
        for (var x = 0; x < width; x += TilePositions)
        {
            var start = Math.Min(x, width - TilePositions);
            var place = from + start * step;
            TLanes a0 = TLanes.Zero, a1 = TLanes.Zero, b0 = TLanes.Zero, b1 = TLanes.Zero;
            TLanes c0 = TLanes.Zero, c1 = TLanes.Zero, d0 = TLanes.Zero, d1 = TLanes.Zero;
            var weight = weights;
            for (var p = 0; p < depth; p++, weight += filters)
            {
                var element = place + offsets[p];
                TLanes low = TLanes.Load(weight), high = TLanes.Load(weight + TLanes.Count);
                var value = TLanes.Broadcast(element[0]);
                a0.AddProduct(value, low);
                a1.AddProduct(value, high);
                value = TLanes.Broadcast(element[step]);
                b0.AddProduct(value, low);
                b1.AddProduct(value, high);
                value = TLanes.Broadcast(element[2 * step]);
                c0.AddProduct(value, low);
                c1.AddProduct(value, high);
                value = TLanes.Broadcast(element[3 * step]);
                d0.AddProduct(value, low);
                d1.AddProduct(value, high);
            }
            TLanes lowBias = TLanes.Load(bias), highBias = TLanes.Load(bias + TLanes.Count);
            var target = to + (long)start * filters;
            Store(a0 + lowBias, a1 + highBias, bound, target);
            Store(b0 + lowBias, b1 + highBias, bound, target + filters);
            Store(c0 + lowBias, c1 + highBias, bound, target + 2 * filters);
            Store(d0 + lowBias, d1 + highBias, bound, target + 3 * filters);
        }
    }

    // A window of which a part is padding.
    private static void Position(float* from, in WindowGeometry geometry, (int First, int End) rows, (int First, int End) columns,
        float* weights, int filters, float* bias, TLanes bound, float* to)
    {
        TLanes low = TLanes.Zero, high = TLanes.Zero;
        var channels = geometry.Channels;
        for (var i = rows.First; i < rows.End; i++)
            for (var j = columns.First; j < columns.End; j++)
            {
                var element = from + (i * geometry.DilationHeight * geometry.Width + j * geometry.DilationWidth) * channels;
                var weight = weights + (i * geometry.KernelWidth + j) * channels * filters;
                for (var channel = 0; channel < channels; channel++, weight += filters)
                {
                    var value = TLanes.Broadcast(element[channel]);
                    low.AddProduct(value, TLanes.Load(weight));
                    high.AddProduct(value, TLanes.Load(weight + TLanes.Count));
                }
            }
        Store(low + TLanes.Load(bias), high + TLanes.Load(bias + TLanes.Count), bound, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TLanes low, TLanes high, TLanes bound, float* to)
    {
        TLanes.Select(TLanes.GreaterThan(bound, low), bound, low).Store(to);
        TLanes.Select(TLanes.GreaterThan(bound, high), bound, high).Store(to + TLanes.Count);
    }
}
