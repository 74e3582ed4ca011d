using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors;

/// <summary>
/// Matrix products of memory that belongs to somebody else, as gradients in memory that ranks share: what <see cref="Tensor.MatMul"/> is
/// for tensors, without a result of its own and without a record for gradients.
/// </summary>
public static class MatrixProduct
{
    /// <summary>
    /// result[i, j] = Σ over p of left[i, p] · right[p, j], on the calling thread's compute threads. Each matrix fills its span row by row.
    /// The same bits as <see cref="Tensor.MatMul"/>, for any number of threads. Allocates nothing.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="rows">M, at least 0.</param>
    /// <param name="inner">K, at least 0; with 0 the result is zeros.</param>
    /// <param name="columns">N, at least 0.</param>
    /// <param name="left"><c>[M, K]</c>, or <c>[K, M]</c> if transposed.</param>
    /// <param name="isLeftTransposed">Whether the memory of left holds its transpose; costs nothing.</param>
    /// <param name="right"><c>[K, N]</c>, or <c>[N, K]</c> if transposed.</param>
    /// <param name="isRightTransposed">Whether the memory of right holds its transpose; costs nothing.</param>
    /// <param name="result"><c>[M, N]</c>; overwritten. Shares no memory with the others.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">A length does not fit the sizes, or the result overlaps an operand.</exception>
    public static void Into<T>(
        int rows, int inner, int columns, ReadOnlySpan<T> left, bool isLeftTransposed, ReadOnlySpan<T> right, bool isRightTransposed,
        Span<T> result) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(inner);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        CheckLength("left", left.Length, rows, inner);
        CheckLength("right", right.Length, inner, columns);
        CheckLength("result", result.Length, rows, columns);
        if (((ReadOnlySpan<T>)result).Overlaps(left) || ((ReadOnlySpan<T>)result).Overlaps(right))
            throw new ArgumentException(
                "MatrixProduct: the result overlaps an operand. Got common memory. Expected its own. Multiply into another span.");
        MatMulDriver.Run(KernelSelector.For<T>(), rows, columns, inner,
            left, isLeftTransposed ? 1 : inner, isLeftTransposed ? rows : 1,
            right, isRightTransposed ? 1 : columns, isRightTransposed ? inner : 1,
            result, columns, default);
    }

    private static void CheckLength(string name, int length, int rows, int columns)
    {
        if (length != (long)rows * columns)
            throw new ArgumentException($"MatrixProduct: the length of {name} does not fit the sizes. Got {length} values. " +
                $"Expected {rows} · {columns}. Slice the span.");
    }
}
