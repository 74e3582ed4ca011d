// The formulas of KernelSet.Sequences.cs. Each row is read from memory once; the further passes find it in the first-level cache.
// Accumulation over columns: two partial sums a lane, then the lanes pairwise, then what does not fill a register; over rows: ascending, in
// float. Tolerance against reference: ε · columns / lanes.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/SequenceBenchmarks.cs.
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Normalising rows in registers of one width.</summary>
internal static unsafe class LayerNorm<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(ReadOnlySpan<float> values, int columns, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon,
        Span<float> result, Span<float> means, Span<float> scales)
    {
        Debug.Assert(values.Length >= means.Length * columns && result.Length >= means.Length * columns, "LayerNorm: rows are missing.");
        fixed (float* source = values, target = result, w = weight, b = bias)
        {
            for (var row = 0; row < means.Length; row++)
            {
                var x = source + (long)row * columns;
                var mean = means[row] = Sum(x, columns) / columns;
                var scale = scales[row] = 1 / MathF.Sqrt(SumOfSquares(x, columns, mean) / columns + epsilon);
                Write(x, columns, mean, scale, w, b, target + (long)row * columns);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Gradient(ReadOnlySpan<float> values, ReadOnlySpan<float> upstream, int columns, ReadOnlySpan<float> weight,
        ReadOnlySpan<float> means, ReadOnlySpan<float> scales, bool accumulate, Span<float> gradient,
        Span<float> weightSums, Span<float> biasSums)
    {
        Debug.Assert(values.Length >= means.Length * columns && upstream.Length >= means.Length * columns, "LayerNorm: rows are missing.");
        Debug.Assert(weightSums.Length >= columns && biasSums.Length >= columns, "LayerNorm: there is no room for the sums.");
        fixed (float* source = values, above = upstream, w = weight, target = gradient, ofWeight = weightSums, ofBias = biasSums)
        {
            for (var row = 0; row < means.Length; row++)
            {
                float* x = source + (long)row * columns, d = above + (long)row * columns;
                var (sum, product) = AddSums(x, d, columns, means[row], scales[row], w, ofWeight, ofBias);
                if (target != null)
                    WriteGradient(x, d, columns, means[row], scales[row], w, sum / columns, product / columns, accumulate,
                        target + (long)row * columns);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(float* x, int columns)
    {
        TLanes first = TLanes.Zero, second = TLanes.Zero;
        var i = 0;
        for (; i <= columns - 2 * TLanes.Count; i += 2 * TLanes.Count)
        {
            first += TLanes.Load(x + i);
            second += TLanes.Load(x + i + TLanes.Count);
        }
        for (; i <= columns - TLanes.Count; i += TLanes.Count) first += TLanes.Load(x + i);
        var sum = TLanes.Sum(first + second);
        for (; i < columns; i++) sum += x[i];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SumOfSquares(float* x, int columns, float mean)
    {
        TLanes first = TLanes.Zero, second = TLanes.Zero, middle = TLanes.Broadcast(mean);
        var i = 0;
        for (; i <= columns - 2 * TLanes.Count; i += 2 * TLanes.Count)
        {
            TLanes a = TLanes.Load(x + i) - middle, b = TLanes.Load(x + i + TLanes.Count) - middle;
            first = TLanes.MultiplyAdd(a, a, first);
            second = TLanes.MultiplyAdd(b, b, second);
        }
        for (; i <= columns - TLanes.Count; i += TLanes.Count)
        {
            var a = TLanes.Load(x + i) - middle;
            first = TLanes.MultiplyAdd(a, a, first);
        }
        var sum = TLanes.Sum(first + second);
        for (; i < columns; i++) sum += (x[i] - mean) * (x[i] - mean);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(float* x, int columns, float mean, float scale, float* weight, float* bias, float* target)
    {
        TLanes middle = TLanes.Broadcast(mean), factor = TLanes.Broadcast(scale);
        var i = 0;
        for (; i <= columns - TLanes.Count; i += TLanes.Count)
        {
            var value = (TLanes.Load(x + i) - middle) * factor;
            if (weight != null) value *= TLanes.Load(weight + i);
            if (bias != null) value += TLanes.Load(bias + i);
            value.Store(target + i);
        }
        for (; i < columns; i++)
        {
            var value = (x[i] - mean) * scale;
            if (weight != null) value *= weight[i];
            target[i] = bias != null ? value + bias[i] : value;
        }
    }

    // Σ g and Σ g n of a row; what the row gives to the weight's and the bias's sums is added there on the way.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (float Sum, float Product) AddSums(
        float* x, float* d, int columns, float mean, float scale, float* weight, float* ofWeight, float* ofBias)
    {
        TLanes sums = TLanes.Zero, products = TLanes.Zero, middle = TLanes.Broadcast(mean), factor = TLanes.Broadcast(scale);
        var i = 0;
        for (; i <= columns - TLanes.Count; i += TLanes.Count)
        {
            var normal = (TLanes.Load(x + i) - middle) * factor;
            var g = TLanes.Load(d + i);
            TLanes.MultiplyAdd(g, normal, TLanes.Load(ofWeight + i)).Store(ofWeight + i);
            (TLanes.Load(ofBias + i) + g).Store(ofBias + i);
            if (weight != null) g *= TLanes.Load(weight + i);
            sums += g;
            products = TLanes.MultiplyAdd(g, normal, products);
        }
        var (sum, product) = (TLanes.Sum(sums), TLanes.Sum(products));
        for (; i < columns; i++)
        {
            var normal = (x[i] - mean) * scale;
            ofWeight[i] += d[i] * normal;
            ofBias[i] += d[i];
            var g = weight != null ? d[i] * weight[i] : d[i];
            sum += g;
            product += g * normal;
        }
        return (sum, product);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteGradient(float* x, float* d, int columns, float mean, float scale, float* weight,
        float meanOfG, float meanOfProduct, bool accumulate, float* target)
    {
        TLanes middle = TLanes.Broadcast(mean), factor = TLanes.Broadcast(scale);
        TLanes first = TLanes.Broadcast(meanOfG), second = TLanes.Broadcast(-meanOfProduct);
        var i = 0;
        for (; i <= columns - TLanes.Count; i += TLanes.Count)
        {
            var normal = (TLanes.Load(x + i) - middle) * factor;
            var g = TLanes.Load(d + i);
            if (weight != null) g *= TLanes.Load(weight + i);
            var result = factor * TLanes.MultiplyAdd(normal, second, g - first);
            if (accumulate) result += TLanes.Load(target + i);
            result.Store(target + i);
        }
        for (; i < columns; i++)
        {
            var g = weight != null ? d[i] * weight[i] : d[i];
            var result = scale * (g - meanOfG - (x[i] - mean) * scale * meanOfProduct);
            target[i] = accumulate ? target[i] + result : result;
        }
    }
}
