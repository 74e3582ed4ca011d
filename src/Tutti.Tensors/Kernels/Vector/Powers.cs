// Powers that multiplications, a root and a division give: 2, 3, 4, ½, 3/2 and their reciprocals.
// Tolerance against reference: 4 ε (relative). Benchmark: benchmarks/Tutti.Benchmarks/Kernels/PointFunctionBenchmarks.cs.
using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

internal readonly struct FirstPower<TLanes> : IUnaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value) => value;
}

internal readonly struct SecondPower<TLanes> : IUnaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value) => value * value;
}

internal readonly struct ThirdPower<TLanes> : IUnaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value) => value * value * value;
}

internal readonly struct FourthPower<TLanes> : IUnaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value)
    {
        var square = value * value;
        return square * square;
    }
}

internal readonly struct RootPower<TLanes> : IUnaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value) => TLanes.Sqrt(value);
}

internal readonly struct ThreeHalvesPower<TLanes> : IUnaryFunction<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value) => value * TLanes.Sqrt(value);
}

/// <summary>1 / f(value).</summary>
internal readonly struct Reciprocal<TLanes, TPower> : IUnaryFunction<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
    where TPower : struct, IUnaryFunction<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes value) => TLanes.Broadcast(1f) / default(TPower).Apply(value);
}

/// <summary>upstream · (exponent · power), the power of the value, on the left, being one less than the exponent.</summary>
internal readonly struct PowerGradient<TLanes, TPower>(float exponent) : IBinaryFunction<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
    where TPower : struct, IUnaryFunction<TLanes>
{
    private readonly TLanes exponent = TLanes.Broadcast(exponent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply(TLanes left, TLanes right) => right * (exponent * default(TPower).Apply(left));
}
