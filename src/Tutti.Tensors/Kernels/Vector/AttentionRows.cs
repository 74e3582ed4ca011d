// Rows of scores become weights in place, and gradients of weights those of scores.
// Accumulation: one partial sum a lane, then the lanes pairwise. Tolerance against reference: 4 ε (relative), plus ε log₂ keys.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/AttentionBenchmarks.cs.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>The elementwise part of attention. Rows may be read and written up to RowStride.</summary>
internal static unsafe class AttentionRows<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>softmax(scale · scores) of a row of which <paramref name="visible"/> count; the rest up to the stride becomes zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Softmax(float* row, int visible, int stride, float scale)
    {
        var whole = (visible + TLanes.Count - 1) / TLanes.Count * TLanes.Count;
        // −∞ has weight zero; the scale must not turn it round, so it is written after the scaling.
        var factor = TLanes.Broadcast(scale);
        for (var i = 0; i < whole; i += TLanes.Count) (TLanes.Load(row + i) * factor).Store(row + i);
        for (var i = visible; i < whole; i++) row[i] = float.NegativeInfinity;
        Normalize(row, whole);
        new Span<float>(row + whole, stride - whole).Clear();
    }

    /// <summary>The same with a mask of whole numbers, zero where a score does not count.</summary>
    internal static void MaskedSoftmax(float* row, int visible, int stride, float scale, ReadOnlySpan<long> mask, int maskColumn)
    {
        for (var i = 0; i < visible; i++) row[i] = mask[i * maskColumn] == 0 ? float.NegativeInfinity : row[i] * scale;
        var whole = (visible + TLanes.Count - 1) / TLanes.Count * TLanes.Count;
        for (var i = visible; i < whole; i++) row[i] = float.NegativeInfinity;
        Normalize(row, whole);
        new Span<float>(row + whole, stride - whole).Clear();
    }

    /// <summary>gradient = scale · weight · (gradient − Σ weight · gradient) for the visible keys; the rest up to the stride becomes zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Gradient(float* weights, float* gradient, int visible, int stride, float scale)
    {
        var whole = (visible + TLanes.Count - 1) / TLanes.Count * TLanes.Count;
        // What lies beyond the visible keys has weight zero, but may not be a number.
        for (var i = visible; i < whole; i++) gradient[i] = 0;
        var sums = TLanes.Zero;
        for (var i = 0; i < whole; i += TLanes.Count) sums = TLanes.MultiplyAdd(TLanes.Load(weights + i), TLanes.Load(gradient + i), sums);
        TLanes sum = TLanes.Broadcast(TLanes.Sum(sums)), factor = TLanes.Broadcast(scale);
        for (var i = 0; i < whole; i += TLanes.Count)
            (TLanes.Load(weights + i) * factor * (TLanes.Load(gradient + i) - sum)).Store(gradient + i);
        new Span<float>(gradient + whole, stride - whole).Clear();
    }

    // exp(x − m) / Σ exp(x − m) of whole registers; zeros where every score is −∞.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Normalize(float* row, int count)
    {
        var highest = TLanes.Broadcast(float.NegativeInfinity);
        for (var i = 0; i < count; i += TLanes.Count)
        {
            // Whether NaN wins does not matter: its exponential makes the whole row NaN.
            var values = TLanes.Load(row + i);
            highest = TLanes.Select(TLanes.GreaterThan(values, highest), values, highest);
        }
        var largest = TLanes.MaxAcross(highest);
        // Also where all are NaN: then the exponentials of −∞ − −∞ and of NaN make NaN of the row, as they should.
        if (float.IsNegativeInfinity(largest) && IsAllMasked(row, count))
        {
            new Span<float>(row, count).Clear();
            return;
        }
        highest = TLanes.Broadcast(largest);
        var sums = TLanes.Zero;
        for (var i = 0; i < count; i += TLanes.Count)
        {
            var e = Functions<TLanes>.Exp(TLanes.Load(row + i) - highest);
            e.Store(row + i);
            sums += e;
        }
        var share = TLanes.Broadcast(1 / TLanes.Sum(sums));
        for (var i = 0; i < count; i += TLanes.Count) (TLanes.Load(row + i) * share).Store(row + i);
    }

    private static bool IsAllMasked(float* row, int count)
    {
        for (var i = 0; i < count; i++)
            if (!float.IsNegativeInfinity(row[i])) return false;
        return true;
    }
}
