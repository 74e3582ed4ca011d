// result[i · resultStep] = epilogue(Σ over p of rows[i · rowStep + p] · weights[p])
// For one output channel: a product of matrices would leave all lanes but one empty. Eight rows at a time share the loads of the weights.
// Accumulation: lane l adds the products of p = l, l + W, l + 2 W, … by fused multiply-add from +0; the lanes are added pairwise; then the
// products beyond the last whole register, one by one. Tolerance against the reference in double: (k + 2) · 2⁻²⁴ · (Σ |a||b| + |bias|).
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/SequenceBenchmarks.cs ("32x70 from 1, 7").
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>A matrix times one column in registers of one width.</summary>
internal static unsafe class RowProducts<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private const int TileRows = 8;

    internal static void Run(ReadOnlySpan<float> rows, int rowStep, int count, ReadOnlySpan<float> weights, MatMulEpilogue<float> epilogue,
        Span<float> result, int resultStep)
    {
        if (count == 0) return;
        Debug.Assert((count - 1L) * rowStep + weights.Length <= rows.Length, "RowProducts: fewer rows than asked for.");
        Debug.Assert((count - 1L) * resultStep < result.Length, "RowProducts: the result is too short.");
        Debug.Assert(!epilogue.Accumulate && epilogue.Bias.Length <= 1, "RowProducts: not this epilogue.");
        var bias = epilogue.Bias.IsEmpty ? 0 : epilogue.Bias[0];
        var bound = epilogue.Relu ? 0 : float.NegativeInfinity;
        var sums = stackalloc float[TileRows];
        fixed (float* source = rows, right = weights, target = result)
        {
            var to = target;
            for (var i = 0; i < count; i += TileRows)
            {
                var height = Math.Min(TileRows, count - i);
                var from = source + (long)i * rowStep;
                if (height == TileRows) Tile(from, rowStep, right, weights.Length, sums);
                else
                    for (var row = 0; row < height; row++) sums[row] = Row(from + row * rowStep, right, weights.Length);
                for (var row = 0; row < height; row++, to += resultStep)
                {
                    var value = sums[row] + bias;
                    *to = bound > value ? bound : value;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(float* rows, nint step, float* weights, int length, float* sums)
    {
        TLanes a = TLanes.Zero, b = TLanes.Zero, c = TLanes.Zero, d = TLanes.Zero;
        TLanes e = TLanes.Zero, f = TLanes.Zero, g = TLanes.Zero, h = TLanes.Zero;
        float* first = rows, fourth = rows + 3 * step, seventh = rows + 6 * step;
        var p = 0;
        for (; p <= length - TLanes.Count; p += TLanes.Count)
        {
            var weight = TLanes.Load(weights + p);
            a.AddProduct(TLanes.Load(first), weight);
            b.AddProduct(TLanes.Load(first + step), weight);
            c.AddProduct(TLanes.Load(first + 2 * step), weight);
            d.AddProduct(TLanes.Load(fourth), weight);
            e.AddProduct(TLanes.Load(fourth + step), weight);
            f.AddProduct(TLanes.Load(fourth + 2 * step), weight);
            g.AddProduct(TLanes.Load(seventh), weight);
            h.AddProduct(TLanes.Load(seventh + step), weight);
            first += TLanes.Count;
            fourth += TLanes.Count;
            seventh += TLanes.Count;
        }
        sums[0] = TLanes.Sum(a);
        sums[1] = TLanes.Sum(b);
        sums[2] = TLanes.Sum(c);
        sums[3] = TLanes.Sum(d);
        sums[4] = TLanes.Sum(e);
        sums[5] = TLanes.Sum(f);
        sums[6] = TLanes.Sum(g);
        sums[7] = TLanes.Sum(h);
        for (; p < length; p++)
            for (var row = 0; row < TileRows; row++) sums[row] += rows[row * step + p] * weights[p];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Row(float* row, float* weights, int length)
    {
        var lanes = TLanes.Zero;
        var p = 0;
        for (; p <= length - TLanes.Count; p += TLanes.Count) lanes.AddProduct(TLanes.Load(row + p), TLanes.Load(weights + p));
        var sum = TLanes.Sum(lanes);
        for (; p < length; p++) sum += row[p] * weights[p];
        return sum;
    }
}
