namespace Tutti.Tensors.Kernels;

internal abstract partial class KernelSet<T>
{
    /// <summary>
    /// result[i · resultStep] = epilogue(Σ over p of rows[i · rowStep + p] · weights[p]) for i in 0 … count − 1 and p over all weights: a
    /// matrix times one column, where each row is one stretch and rows may overlap. Does not accumulate; the bias has one value.
    /// </summary>
    /// <remarks>The bits of an element depend on its row and the weights alone.</remarks>
    public abstract void RowProducts(
        ReadOnlySpan<T> rows, int rowStep, int count, ReadOnlySpan<T> weights, MatMulEpilogue<T> epilogue, Span<T> result, int resultStep);
}
