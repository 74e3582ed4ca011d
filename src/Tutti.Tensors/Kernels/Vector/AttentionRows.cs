// Rows of scores become weights in place, and gradients of weights those of scores.
// Accumulation: one partial sum a lane, then the lanes pairwise. Tolerance against reference: 4 ε (relative), plus ε log₂ keys.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/AttentionBenchmarks.cs.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>The elementwise part of attention. Rows may be read and written up to RowStride.</summary>
internal static unsafe class AttentionRows<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>softmax(scale · scores) of a row of which <paramref name="visible"/> count; the rest up to the stride becomes
    /// zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Softmax(float* row, int visible, int stride, float scale)
    {
        TLanes factor = TLanes.Broadcast(scale), highest = TLanes.Broadcast(float.NegativeInfinity);
        var whole = 0;
        for (; whole <= visible - TLanes.Count; whole += TLanes.Count)
        {
            // Whether NaN wins does not matter: its exponential makes the whole row NaN.
            var scores = TLanes.Load(row + whole) * factor;
            scores.Store(row + whole);
            highest = TLanes.Select(TLanes.GreaterThan(scores, highest), scores, highest);
        }
        if (whole < visible)
        {
            for (var i = whole; i < visible; i++) row[i] *= scale;
            for (var i = visible; i < whole + TLanes.Count; i++) row[i] = float.NegativeInfinity;
            var scores = TLanes.Load(row + whole);
            highest = TLanes.Select(TLanes.GreaterThan(scores, highest), scores, highest);
            whole += TLanes.Count;
        }
        Normalize(row, whole, stride, TLanes.MaxAcross(highest));
    }

    /// <summary>The same with a mask of whole numbers, zero where a score does not count.</summary>
    internal static void MaskedSoftmax(float* row, int visible, int stride, float scale, ReadOnlySpan<long> mask, int maskColumn)
    {
        var largest = float.NegativeInfinity;
        for (var i = 0; i < visible; i++)
        {
            row[i] = mask[i * maskColumn] == 0 ? float.NegativeInfinity : row[i] * scale;
            if (row[i] > largest) largest = row[i];
        }
        var whole = (visible + TLanes.Count - 1) / TLanes.Count * TLanes.Count;
        for (var i = visible; i < whole; i++) row[i] = float.NegativeInfinity;
        Normalize(row, whole, stride, largest);
    }

    /// <summary>gradient = scale · weight · (gradient − Σ weight · gradient) for the visible keys; the rest up to the stride becomes
    /// zero.</summary>
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
        for (; whole < stride; whole += TLanes.Count) TLanes.Zero.Store(gradient + whole);
    }

    // exp(x − m) / Σ exp(x − m) of whole registers, or zeros where every score is −∞; zeros from there to the stride.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Normalize(float* row, int count, int stride, float largest)
    {
        // Where all are NaN none is the largest: then −∞ − −∞ and NaN make NaN of the row, as they should.
        if (float.IsNegativeInfinity(largest) && IsAllMasked(row, count)) count = 0;
        TLanes highest = TLanes.Broadcast(largest), sums = TLanes.Zero;
        for (var i = 0; i < count; i += TLanes.Count)
        {
            var e = Functions<TLanes>.Exp(TLanes.Load(row + i) - highest);
            e.Store(row + i);
            sums += e;
        }
        var share = TLanes.Broadcast(1 / TLanes.Sum(sums));
        for (var i = 0; i < count; i += TLanes.Count) (TLanes.Load(row + i) * share).Store(row + i);
        for (; count < stride; count += TLanes.Count) TLanes.Zero.Store(row + count);
    }

    private static bool IsAllMasked(float* row, int count)
    {
        for (var i = 0; i < count; i++)
            if (!float.IsNegativeInfinity(row[i])) return false;
        return true;
    }
}
