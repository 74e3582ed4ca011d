using System.Runtime.CompilerServices;

namespace Tutti.Tensors.Kernels.Vector;

/// <summary>
/// A register of half as many doubles as the same register holds floats. Sums of floats are kept in them: converting costs less than
/// memory does, and nothing is lost where summands cancel.
/// </summary>
internal readonly unsafe struct Doubles<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Doubles(TLanes bits) => this.bits = bits;

    internal static int Count => TLanes.Count / 2;

    internal static Doubles<TLanes> Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Doubles<TLanes> Broadcast(double value) => new(TLanes.BroadcastDouble(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Doubles<TLanes> Load(double* source) => new(TLanes.Load((float*)source));

    /// <summary>The lower half of a register's floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Doubles<TLanes> Lower(TLanes value) => new(TLanes.WidenLower(value));

    /// <summary>The upper half of a register's floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Doubles<TLanes> Upper(TLanes value) => new(TLanes.WidenUpper(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles<TLanes> operator +(Doubles<TLanes> left, Doubles<TLanes> right) => new(TLanes.AddDoubles(left.bits, right.bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles<TLanes> operator -(Doubles<TLanes> left, Doubles<TLanes> right) =>
        new(TLanes.SubtractDoubles(left.bits, right.bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles<TLanes> operator *(Doubles<TLanes> left, Doubles<TLanes> right) =>
        new(TLanes.MultiplyDoubles(left.bits, right.bits));

    /// <summary>The sum of all lanes, ascending.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Sum(Doubles<TLanes> value)
    {
        var lanes = stackalloc double[Count];
        value.Store(lanes);
        var sum = lanes[0];
        for (var lane = 1; lane < Count; lane++) sum += lanes[lane];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Store(double* destination) => bits.Store((float*)destination);
}
