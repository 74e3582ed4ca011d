namespace Tutti.Tensors.Kernels;

internal abstract partial class KernelSet<T>
{
    /// <summary>
    /// C[i, j] = epilogue(Σ over p of A[i, p] · B[p, j]) for i in 0 … m−1, j in 0 … n−1, p in 0 … k−1.
    /// Element [r, s] of a matrix is at r · rowStride + s · columnStride of its span; C's column stride is 1. One of A's two strides is
    /// 1, and one of B's, which covers every transposition (a dimension of size 1 may have any stride). With k = 0 the sums are zero.
    /// C may not overlap A, B or the bias.
    /// </summary>
    /// <remarks>
    /// The bits of C[i, j] depend on row i of A, column j of B and k alone: not on m, n, the strides, or where in C the element lies.
    /// Computing C in pieces, on any number of threads, gives the same bits.
    /// </remarks>
    public abstract void MatMul(
        int m, int n, int k,
        ReadOnlySpan<T> a, int aRowStride, int aColumnStride,
        ReadOnlySpan<T> b, int bRowStride, int bColumnStride,
        Span<T> c, int cRowStride,
        MatMulEpilogue<T> epilogue);
}
