using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>
/// sums[j] (+)= Σ over i of values[i, j], row-major; and gradients[i] = outputs[i] > 0 ? upstreams[i] : 0.
/// Each column is summed in row order into one accumulator: the same bits as the reference. Benchmark: LinearBenchmarks.
/// </summary>
internal static unsafe class Linear
{
    // Four registers of columns at a time: enough independent additions to hide their latency.
    private const int Strip = 4;

    internal static void SumRows<TLanes>(ReadOnlySpan<float> values, Span<float> sums, bool accumulate)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var columns = sums.Length;
        if (columns == 0) return;
        var rows = values.Length / columns;
        Debug.Assert(rows * columns == values.Length);
        if (!accumulate) sums.Clear();
        fixed (float* source = values, target = sums)
        {
            var column = 0;
            for (; column + Strip * TLanes.Count <= columns; column += Strip * TLanes.Count)
                SumStrip<TLanes>(source + column, rows, columns, target + column);
            for (; column + TLanes.Count <= columns; column += TLanes.Count)
                SumLanes<TLanes>(source + column, rows, columns, target + column);
            for (; column < columns; column++)
            {
                var sum = target[column];
                for (var row = 0; row < rows; row++) sum += source[row * columns + column];
                target[column] = sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void MaskByPositive<TLanes>(ReadOnlySpan<float> outputs, ReadOnlySpan<float> upstreams, Span<float> gradients)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Debug.Assert(outputs.Length >= gradients.Length && upstreams.Length >= gradients.Length);
        fixed (float* output = outputs, upstream = upstreams, gradient = gradients)
        {
            var i = 0;
            for (; i + TLanes.Count <= gradients.Length; i += TLanes.Count)
                TLanes.Select(TLanes.GreaterThan(TLanes.Load(output + i), TLanes.Zero), TLanes.Load(upstream + i), TLanes.Zero).Store(gradient + i);
            for (; i < gradients.Length; i++) gradient[i] = output[i] > 0 ? upstream[i] : 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumStrip<TLanes>(float* source, int rows, int rowStride, float* target) where TLanes : unmanaged, ILanes<TLanes>
    {
        var width = TLanes.Count;
        TLanes a = TLanes.Load(target), b = TLanes.Load(target + width);
        TLanes c = TLanes.Load(target + 2 * width), d = TLanes.Load(target + 3 * width);
        for (var row = 0; row < rows; row++, source += rowStride)
        {
            a += TLanes.Load(source);
            b += TLanes.Load(source + width);
            c += TLanes.Load(source + 2 * width);
            d += TLanes.Load(source + 3 * width);
        }
        a.Store(target);
        b.Store(target + width);
        c.Store(target + 2 * width);
        d.Store(target + 3 * width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumLanes<TLanes>(float* source, int rows, int rowStride, float* target) where TLanes : unmanaged, ILanes<TLanes>
    {
        var sum = TLanes.Load(target);
        for (var row = 0; row < rows; row++, source += rowStride) sum += TLanes.Load(source);
        sum.Store(target);
    }
}
