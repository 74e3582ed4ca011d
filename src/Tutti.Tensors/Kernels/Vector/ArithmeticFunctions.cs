using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

internal readonly struct Addition<TLanes> : IBinaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes left, TLanes right) => left + right;
}

internal readonly struct Subtraction<TLanes> : IBinaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes left, TLanes right) => left - right;
}

internal readonly struct Multiplication<TLanes> : IBinaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes left, TLanes right) => left * right;
}

internal readonly struct Division<TLanes> : IBinaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes left, TLanes right) => left / right;
}

/// <summary>factor · value.</summary>
internal readonly struct Scaling<TLanes>(float factor) : IUnaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes factor = TLanes.Broadcast(factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value) => value * factor;
}
