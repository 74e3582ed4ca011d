// result[i] = f(values[i]) or f′(values[i]) · upstream[i]: see KernelSet.PointFunctions.cs and, for the elementary functions, Functions.cs.
// Tolerance against reference: the same bits where f is made of arithmetic and comparisons, else 4 ε (relative).
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/PointFunctionBenchmarks.cs.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

internal readonly struct Logarithm<TLanes> : IUnaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value) => Functions<TLanes>.Log(value);
}

/// <summary>value + number.</summary>
internal readonly struct Shifting<TLanes>(float number) : IUnaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes number = TLanes.Broadcast(number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value) => value + number;
}

/// <summary>upstream / (2 output), with the output on the left.</summary>
internal readonly struct SquareRootGradient<TLanes> : IBinaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes left, TLanes right) => right / (left + left);
}

internal readonly struct Magnitude<TLanes> : IUnaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    // 0 − x of ±0 is +0, whichever zero it was.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value) => TLanes.Select(TLanes.GreaterThan(value, TLanes.Zero), value, TLanes.Zero - value);
}

/// <summary>The upstream, on the right, with the sign of the value; 0 where the value is 0 or NaN.</summary>
internal readonly struct MagnitudeGradient<TLanes> : IBinaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes left, TLanes right)
    {
        var negative = TLanes.Select(TLanes.GreaterThan(TLanes.Zero, left), TLanes.Zero - right, TLanes.Zero);
        return TLanes.Select(TLanes.GreaterThan(left, TLanes.Zero), right, negative);
    }
}

internal readonly struct LeakyRectifier<TLanes>(float slope) : IUnaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes slope = TLanes.Broadcast(slope);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value) => TLanes.Select(TLanes.GreaterThan(value, TLanes.Zero), value, value * slope);
}

/// <summary>The upstream, on the right, times the slope at the value.</summary>
internal readonly struct LeakyRectifierGradient<TLanes>(float slope) : IBinaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes slope = TLanes.Broadcast(slope);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes left, TLanes right) => TLanes.Select(TLanes.GreaterThan(left, TLanes.Zero), right, right * slope);
}

/// <summary>(max(s, 0) + ln(1 + exp(−|s|))) / beta with s = beta · value; the value itself above the threshold.</summary>
internal readonly struct SoftRectifier<TLanes>(float beta, float threshold) : IUnaryFunction<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes beta = TLanes.Broadcast(beta), threshold = TLanes.Broadcast(threshold);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value)
    {
        var scaled = beta * value;
        var isPositive = TLanes.GreaterThan(scaled, TLanes.Zero);
        var rest = Functions<TLanes>.LogOfOnePlus(Functions<TLanes>.Exp(TLanes.Select(isPositive, TLanes.Zero - scaled, scaled)));
        var soft = (TLanes.Select(isPositive, scaled, TLanes.Zero) + rest) / beta;
        return TLanes.Select(TLanes.GreaterThan(scaled, threshold), value, soft);
    }
}

/// <summary>The upstream, on the right, times sigmoid(beta · value); the upstream itself above the threshold.</summary>
internal readonly struct SoftRectifierGradient<TLanes>(float beta, float threshold) : IBinaryFunction<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes beta = TLanes.Broadcast(beta), threshold = TLanes.Broadcast(threshold);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes left, TLanes right)
    {
        var scaled = beta * left;
        return TLanes.Select(TLanes.GreaterThan(scaled, threshold), right, right * Functions<TLanes>.Sigmoid(scaled));
    }
}

internal readonly struct Clamping<TLanes>(float low, float high) : IUnaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes low = TLanes.Broadcast(low), high = TLanes.Broadcast(high);

    // NaN compares false, so it stays.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value)
    {
        var raised = TLanes.Select(TLanes.GreaterThan(low, value), low, value);
        return TLanes.Select(TLanes.GreaterThan(raised, high), high, raised);
    }
}

/// <summary>The upstream, on the right, where the value lies between the bounds, else 0.</summary>
internal readonly struct ClampingGradient<TLanes>(float low, float high) : IBinaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes low = TLanes.Broadcast(low), high = TLanes.Broadcast(high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes left, TLanes right)
    {
        var inside = TLanes.Select(TLanes.GreaterOrNaN(left, high), TLanes.Zero, right);
        return TLanes.Select(TLanes.GreaterThan(low, left), TLanes.Zero, inside);
    }
}
