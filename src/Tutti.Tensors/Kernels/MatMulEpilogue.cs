namespace Tutti.Tensors.Kernels;

/// <summary>
/// What a matrix multiplication does with each finished sum before storing it, in this order: add the old value of C, add the column's
/// bias, apply ReLU. <c>default</c> does nothing: C is overwritten with the product.
/// </summary>
internal readonly ref struct MatMulEpilogue<T> where T : unmanaged
{
    /// <summary>Add the product to C instead of overwriting C. Otherwise old values, even NaN, have no influence.</summary>
    public bool Accumulate { get; init; }

    /// <summary>One value a column of C, added to every row; empty for none.</summary>
    public ReadOnlySpan<T> Bias { get; init; }

    /// <summary>Replace values below zero by zero. NaN stays NaN.</summary>
    public bool Relu { get; init; }

    /// <summary>The epilogue of a range of C's columns.</summary>
    public MatMulEpilogue<T> Columns(int start, int count) =>
        new() { Accumulate = Accumulate, Relu = Relu, Bias = Bias.IsEmpty ? default : Bias.Slice(start, count) };
}
