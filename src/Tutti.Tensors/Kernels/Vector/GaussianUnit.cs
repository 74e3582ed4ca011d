// x Φ(x) with Φ(x) = Q for x < 0, 1 − Q for x > 0, Q = exp(−x²/2) · u · p(u), u = 1 / (1 + 0.345 |x|): p is a least-squares fit of
// degree 8, reweighted towards the smallest relative error, 2e-8, of erfc(t) exp(t²) / 2 for 0 ≤ |x| ≤ 14. What the square of x loses in
// rounding is multiplied back, so that the relative precision holds in the tail.
// Tolerance against exact values, relative: 1e-6 where the result is a normal number; with tanh 1e-6 for |x| < 5, then growing as x³ does.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/SequenceBenchmarks.cs.
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>The standard normal distribution in registers.</summary>
internal static class NormalDistribution<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    // exp(−16²/2) rounds to zero; a clamp there keeps infinities out of the products.
    private const float Farthest = 16f;

    /// <summary>Φ(x), and x limited to ±16 for further products, and exp(−x²/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Below(TLanes x, out TLanes limited, out TLanes density)
    {
        var isNegative = TLanes.GreaterThan(TLanes.Zero, x);
        var (one, farthest) = (TLanes.Broadcast(1f), TLanes.Broadcast(Farthest));
        var magnitude = TLanes.Select(isNegative, TLanes.Zero - x, x);
        magnitude = TLanes.Select(TLanes.GreaterThan(magnitude, farthest), farthest, magnitude);
        limited = TLanes.Select(isNegative, TLanes.Zero - magnitude, magnitude);
        var square = magnitude * magnitude;
        var minusLost = TLanes.MultiplyAdd(TLanes.Zero - magnitude, magnitude, square) * TLanes.Broadcast(0.5f);
        density = Functions<TLanes>.Exp(square * TLanes.Broadcast(-0.5f));
        density = TLanes.MultiplyAdd(density, minusLost, density);
        var u = one / TLanes.MultiplyAdd(magnitude, TLanes.Broadcast(0.345f), one);
        var p = TLanes.MultiplyAdd(TLanes.Broadcast(-0.028387894853949547f), u, TLanes.Broadcast(0.14530687034130096f));
        p = TLanes.MultiplyAdd(p, u, TLanes.Broadcast(-0.2712170481681824f));
        p = TLanes.MultiplyAdd(p, u, TLanes.Broadcast(0.1872391700744629f));
        p = TLanes.MultiplyAdd(p, u, TLanes.Broadcast(-0.03762619197368622f));
        p = TLanes.MultiplyAdd(p, u, TLanes.Broadcast(0.11180822551250458f));
        p = TLanes.MultiplyAdd(p, u, TLanes.Broadcast(0.11723648011684418f));
        p = TLanes.MultiplyAdd(p, u, TLanes.Broadcast(0.1380210965871811f));
        p = TLanes.MultiplyAdd(p, u, TLanes.Broadcast(0.137619286775589f));
        var tail = density * (p * u);
        return TLanes.Select(isNegative, tail, one - tail);
    }
}

/// <summary>x Φ(x), and Φ(x) + x φ(x).</summary>
internal readonly struct GaussianUnit<TLanes> : ISlopedFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private const float InverseRootOfTwoPi = 0.39894228040143268f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value, out TLanes slope)
    {
        var below = NormalDistribution<TLanes>.Below(value, out var x, out var density);
        slope = TLanes.MultiplyAdd(x * density, TLanes.Broadcast(InverseRootOfTwoPi), below);
        return value * below;
    }
}

/// <summary>x σ(2z), z = √(2/π) (x + 0.044715 x³), and σ + x σ (1 − σ) · 2z′.</summary>
internal readonly struct GaussianUnitByTanh<TLanes> : ISlopedFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private const float Farthest = 30f;
    private const float TwiceSlope = (float)(2 * Reference.GaussianUnit.Slope);
    private const float TwiceCubic = (float)(2 * Reference.GaussianUnit.Slope * Reference.GaussianUnit.Cubic);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value, out TLanes slope)
    {
        var farthest = TLanes.Broadcast(Farthest);
        var x = TLanes.Select(TLanes.GreaterThan(value, farthest), farthest, value);
        x = TLanes.Select(TLanes.GreaterThan(TLanes.Zero - farthest, x), TLanes.Zero - farthest, x);
        TLanes square = x * x, one = TLanes.Broadcast(1f), linear = TLanes.Broadcast(TwiceSlope);
        var share = Functions<TLanes>.Sigmoid(x * TLanes.MultiplyAdd(square, TLanes.Broadcast(TwiceCubic), linear));
        var inner = TLanes.MultiplyAdd(square, TLanes.Broadcast(3 * TwiceCubic), linear);
        slope = TLanes.MultiplyAdd(x * share * (one - share), inner, share);
        return value * share;
    }
}

/// <summary>A function and its derivative, computed in all lanes at once.</summary>
internal interface ISlopedFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    TLanes Apply(TLanes value, out TLanes slope);
}

/// <summary>Applies a function to whole spans, and writes its derivative beside; the last elements pass through a register too.</summary>
internal static unsafe class GaussianUnits<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<TFunction>(TFunction function, ReadOnlySpan<float> values, Span<float> result, Span<float> slopes)
        where TFunction : struct, ISlopedFunction<TLanes>
    {
        Debug.Assert(values.Length >= result.Length && (slopes.IsEmpty || slopes.Length >= result.Length),
            "GaussianUnit: a span is too short.");
        fixed (float* source = values, target = result, derivative = slopes)
        {
            var i = 0;
            for (; i <= result.Length - TLanes.Count; i += TLanes.Count)
            {
                function.Apply(TLanes.Load(source + i), out var slope).Store(target + i);
                if (derivative != null) slope.Store(derivative + i);
            }
            var rest = result.Length - i;
            if (rest == 0) return;
            var scratch = stackalloc float[2 * TLanes.Count];
            for (var lane = 0; lane < rest; lane++) scratch[lane] = source[i + lane];
            function.Apply(TLanes.Load(scratch), out var last).Store(scratch);
            last.Store(scratch + TLanes.Count);
            for (var lane = 0; lane < rest; lane++)
            {
                target[i + lane] = scratch[lane];
                if (derivative != null) derivative[i + lane] = scratch[TLanes.Count + lane];
            }
        }
    }
}
