namespace Tutti.Tensors.Kernels;

internal partial class ReferenceKernels<T>
{
    public override void RowProducts(
        ReadOnlySpan<T> rows, int rowStep, int count, ReadOnlySpan<T> weights, MatMulEpilogue<T> epilogue, Span<T> result, int resultStep) =>
        Reference.RowProducts.Run(rows, rowStep, count, weights, epilogue, result, resultStep);
}
