namespace Tutti.Tensors.Kernels.Vector;

/// <summary>
/// A register of <c>float</c>s of one width. Kernels are written once, generic over it, and compiled by the runtime for each width
/// with everything inlined; measured on a 6 × 16 multiplication kernel this costs nothing against writing the intrinsics by hand.
/// Where the processor lacks the width, the runtime emulates it with narrower registers: slower, same bits for the same width.
/// </summary>
internal unsafe interface ILanes<TSelf> where TSelf : unmanaged, ILanes<TSelf>
{
    static abstract int Count { get; }
    static abstract bool IsAccelerated { get; }
    static abstract TSelf Zero { get; }
    static abstract TSelf Broadcast(float value);
    static abstract TSelf Load(float* source);
    static abstract TSelf operator +(TSelf left, TSelf right);
    static abstract TSelf operator -(TSelf left, TSelf right);
    static abstract TSelf operator *(TSelf left, TSelf right);
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>left · right + addend, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>The IEEE maximum: NaN if either is NaN.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);
    static abstract TSelf Min(TSelf left, TSelf right);
    static abstract TSelf Round(TSelf value);

    /// <summary>2 to the power of an integer-valued lane in −126 … 127.</summary>
    static abstract TSelf PowerOfTwo(TSelf exponent);

    /// <summary>e of each positive normal lane = m · 2ᵉ with m in [½, 1).</summary>
    static abstract TSelf Exponent(TSelf value);

    /// <summary>m of each positive normal lane = m · 2ᵉ with m in [½, 1).</summary>
    static abstract TSelf Mantissa(TSelf value);

    /// <summary>All bits set where left > right, else zero; NaN compares false.</summary>
    static abstract TSelf GreaterThan(TSelf left, TSelf right);
    static abstract TSelf Equals(TSelf left, TSelf right);

    /// <summary>All bits set where left > right, or left is NaN.</summary>
    static abstract TSelf GreaterOrNaN(TSelf left, TSelf right);

    /// <summary>ifSet where the mask's bits are set, else ifClear.</summary>
    static abstract TSelf Select(TSelf mask, TSelf ifSet, TSelf ifClear);

    /// <summary>The sum of all lanes, added pairwise: halves, then quarters, and so on.</summary>
    static abstract float Sum(TSelf value);
    static abstract float MaxAcross(TSelf value);

    /// <summary>
    /// Adds left · right to this, rounded once where the processor has a fused multiply-add, else twice. Measured: only so, as a change of the value itself, does the runtime keep a sum in its
    /// register; <c>sum = MultiplyAdd(left, right, sum)</c> costs a move each time the factor is not needed again.
    /// </summary>
    void AddProduct(TSelf left, TSelf right);
    void Store(float* destination);

    // A register may hold half as many doubles instead; see Doubles.cs, which gives them a type of their own.
    static abstract TSelf WidenLower(TSelf value);
    static abstract TSelf WidenUpper(TSelf value);
    static abstract TSelf BroadcastDouble(double value);
    static abstract TSelf AddDoubles(TSelf left, TSelf right);
    static abstract TSelf SubtractDoubles(TSelf left, TSelf right);
    static abstract TSelf MultiplyDoubles(TSelf left, TSelf right);

    /// <summary>Whole numbers 0 … 65,535, one a lane.</summary>
    static abstract TSelf LoadIndices(ushort* source);

    /// <summary>Stores lanes that hold whole numbers 0 … 65,535.</summary>
    void StoreIndices(ushort* destination);
}
