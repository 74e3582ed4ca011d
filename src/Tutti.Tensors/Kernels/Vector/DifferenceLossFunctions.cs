// The functions of Kernels/DifferenceLoss.cs. Tolerance against reference: 3 ε, relative.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/LossBenchmarks.cs.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

internal readonly struct SquaredLoss<TLanes>(float scale) : IBinaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes scale = TLanes.Broadcast(scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes left, TLanes right)
    {
        var difference = left - right;
        return difference * difference * scale;
    }
}

internal readonly struct SquaredLossGradient<TLanes>(float factor) : IBinaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes factor = TLanes.Broadcast(2 * factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes left, TLanes right) => (left - right) * factor;
}

internal readonly struct AbsoluteLoss<TLanes>(float scale) : IBinaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes scale = TLanes.Broadcast(scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes left, TLanes right) => TLanes.Max(left - right, right - left) * scale;
}

internal readonly struct AbsoluteLossGradient<TLanes>(float factor) : IBinaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes factor = TLanes.Broadcast(factor), minusFactor = TLanes.Broadcast(-factor);

    // Where neither is greater, the difference is 0 or NaN and says so itself.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes left, TLanes right) => TLanes.Select(
        TLanes.GreaterThan(left, right), factor, TLanes.Select(TLanes.GreaterThan(right, left), minusFactor, left - right));
}

internal readonly struct HuberLoss<TLanes>(float threshold, float scale) : IBinaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes threshold = TLanes.Broadcast(threshold), scale = TLanes.Broadcast(scale), minusHalf = TLanes.Broadcast(-0.5f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes left, TLanes right)
    {
        var size = TLanes.Max(left - right, right - left);
        var inner = TLanes.Min(size, threshold);
        return inner * TLanes.MultiplyAdd(inner, minusHalf, size) * scale;
    }
}

internal readonly struct HuberLossGradient<TLanes>(float threshold, float factor) : IBinaryFunction<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes threshold = TLanes.Broadcast(threshold), minusThreshold = TLanes.Broadcast(-threshold);
    private readonly TLanes factor = TLanes.Broadcast(factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes left, TLanes right) => TLanes.Max(minusThreshold, TLanes.Min(left - right, threshold)) * factor;
}
