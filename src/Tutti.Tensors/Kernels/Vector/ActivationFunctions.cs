using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

internal readonly struct Exponential<TLanes> : IUnaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value) => Functions<TLanes>.Exp(value);
}

internal readonly struct LogisticSigmoid<TLanes> : IUnaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value) => Functions<TLanes>.Sigmoid(value);
}

/// <summary>upstream · output · (1 − output), with the output on the left.</summary>
internal readonly struct LogisticSigmoidGradient<TLanes> : IBinaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes left, TLanes right) => right * left * (TLanes.Broadcast(1f) - left);
}

internal readonly struct HyperbolicTangent<TLanes> : IUnaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value) => Functions<TLanes>.Tanh(value);
}

/// <summary>upstream · (1 − output²), with the output on the left.</summary>
internal readonly struct HyperbolicTangentGradient<TLanes> : IBinaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes left, TLanes right) => right * (TLanes.Broadcast(1f) - left * left);
}

internal readonly struct Rectifier<TLanes> : IUnaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    // NaN compares false, so it stays.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value) => TLanes.Select(TLanes.GreaterThan(TLanes.Zero, value), TLanes.Zero, value);
}

/// <summary>upstream where the output, on the left, is positive, else 0.</summary>
internal readonly struct RectifierGradient<TLanes> : IBinaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes left, TLanes right) => TLanes.Select(TLanes.GreaterThan(left, TLanes.Zero), right, TLanes.Zero);
}
