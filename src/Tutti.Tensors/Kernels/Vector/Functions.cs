// exp: x = n ln 2 + r with |r| ≤ ln 2 / 2 (Cody and Waite's split of ln 2 in two parts), exp(r) by the polynomial of Cephes' expf, then
// times 2ⁿ in two steps, so that results below the normal range lose bits gradually and those above it become infinity.
// tanh: Cephes' odd polynomial below 0.625, else 1 − 2 / (exp(2|x|) + 1). sigmoid: from exp(−|x|), which cannot overflow.
// ln: x = m 2ᵉ with m in [√½, √2), ln m by the polynomial of Cephes' logf, e ln 2 added in two parts.
// ln(1 + x) for x in [0, 1]: ln of the rounded u = 1 + x, and what the rounding took: (x − (u − 1)) / u.
// Tolerance against exact values, relative, in the normal range: exp 2e-7, sigmoid 2e-7, tanh 2e-7, ln 2e-7, ln(1 + x) 3e-7.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/ElementwiseBenchmarks.cs.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Elementary functions in registers. NaN in gives NaN out.</summary>
internal static class Functions<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    // Beyond these the result is infinity or rounds to zero; the clamps keep the power of two in range.
    private const float Largest = 89f, Smallest = -104f;

    private const float Log2E = 1.44269504088896341f, Ln2High = 0.693359375f, Ln2Low = -2.12194440e-4f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Exp(TLanes x)
    {
        var (largest, smallest) = (TLanes.Broadcast(Largest), TLanes.Broadcast(Smallest));
        x = TLanes.Select(TLanes.GreaterThan(x, largest), largest, x);
        x = TLanes.Select(TLanes.GreaterThan(smallest, x), smallest, x);
        var n = TLanes.Round(x * TLanes.Broadcast(Log2E));
        var r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2High), x);
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2Low), r);
        var p = TLanes.MultiplyAdd(TLanes.Broadcast(1.9875691500e-4f), r, TLanes.Broadcast(1.3981999507e-3f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(8.3334519073e-3f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(4.1665795894e-2f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(1.6666665459e-1f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(5.0000001201e-1f));
        p = TLanes.MultiplyAdd(p, r * r, r) + TLanes.Broadcast(1f);
        var half = TLanes.Round(n * TLanes.Broadcast(0.5f));
        return p * TLanes.PowerOfTwo(half) * TLanes.PowerOfTwo(n - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Sigmoid(TLanes x)
    {
        var isPositive = TLanes.GreaterThan(x, TLanes.Zero);
        var e = Exp(TLanes.Select(isPositive, TLanes.Zero - x, x));
        var one = TLanes.Broadcast(1f);
        return TLanes.Select(isPositive, one, e) / (one + e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Tanh(TLanes x)
    {
        var isNegative = TLanes.GreaterThan(TLanes.Zero, x);
        var magnitude = TLanes.Select(isNegative, TLanes.Zero - x, x);
        var z = x * x;
        var p = TLanes.MultiplyAdd(TLanes.Broadcast(-5.70498872745e-3f), z, TLanes.Broadcast(2.06390887954e-2f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Broadcast(-5.37397155531e-2f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Broadcast(1.33314422036e-1f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Broadcast(-3.33332819422e-1f));
        var near = TLanes.MultiplyAdd(p * z, x, x);
        var one = TLanes.Broadcast(1f);
        var far = one - TLanes.Broadcast(2f) / (Exp(magnitude + magnitude) + one);
        far = TLanes.Select(isNegative, TLanes.Zero - far, far);
        return TLanes.Select(TLanes.GreaterThan(TLanes.Broadcast(0.625f), magnitude), near, far);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Log(TLanes x)
    {
        // Numbers below the normal range are brought into it.
        var isSmall = TLanes.GreaterThan(TLanes.Broadcast(1.17549435e-38f), x);
        var normal = TLanes.Select(isSmall, x * TLanes.Broadcast(8388608f), x);
        var one = TLanes.Broadcast(1f);
        var e = TLanes.Exponent(normal) - TLanes.Select(isSmall, TLanes.Broadcast(23f), TLanes.Zero);
        var m = TLanes.Mantissa(normal);
        var isLow = TLanes.GreaterThan(TLanes.Broadcast(0.707106781186547524f), m);
        e -= TLanes.Select(isLow, one, TLanes.Zero);
        m = TLanes.Select(isLow, m + m, m) - one;
        var z = m * m;
        var p = TLanes.MultiplyAdd(TLanes.Broadcast(7.0376836292e-2f), m, TLanes.Broadcast(-1.1514610310e-1f));
        p = TLanes.MultiplyAdd(p, m, TLanes.Broadcast(1.1676998740e-1f));
        p = TLanes.MultiplyAdd(p, m, TLanes.Broadcast(-1.2420140846e-1f));
        p = TLanes.MultiplyAdd(p, m, TLanes.Broadcast(1.4249322787e-1f));
        p = TLanes.MultiplyAdd(p, m, TLanes.Broadcast(-1.6668057665e-1f));
        p = TLanes.MultiplyAdd(p, m, TLanes.Broadcast(2.0000714765e-1f));
        p = TLanes.MultiplyAdd(p, m, TLanes.Broadcast(-2.4999993993e-1f));
        p = TLanes.MultiplyAdd(p, m, TLanes.Broadcast(3.3333331174e-1f));
        p = TLanes.MultiplyAdd(e, TLanes.Broadcast(Ln2Low), p * (m * z));
        p = TLanes.MultiplyAdd(z, TLanes.Broadcast(-0.5f), p);
        var result = TLanes.MultiplyAdd(e, TLanes.Broadcast(Ln2High), m + p);
        // Infinity and NaN stay; 0 gives −∞, below it NaN.
        result = TLanes.Select(TLanes.GreaterOrNaN(x, TLanes.Broadcast(float.MaxValue)), x, result);
        result = TLanes.Select(TLanes.Equals(x, TLanes.Zero), TLanes.Broadcast(float.NegativeInfinity), result);
        return TLanes.Select(TLanes.GreaterThan(TLanes.Zero, x), TLanes.Broadcast(float.NaN), result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes LogOfOnePlus(TLanes x)
    {
        var one = TLanes.Broadcast(1f);
        var u = one + x;
        return Log(u) + (x - (u - one)) / u;
    }
}
