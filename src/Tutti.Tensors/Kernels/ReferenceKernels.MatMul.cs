namespace Tutti.Tensors.Kernels;

internal partial class ReferenceKernels<T>
{
    public override void MatMul(
        int m, int n, int k,
        ReadOnlySpan<T> a, int aRowStride, int aColumnStride,
        ReadOnlySpan<T> b, int bRowStride, int bColumnStride,
        Span<T> c, int cRowStride,
        MatMulEpilogue<T> epilogue) =>
        Reference.MatMul.Run(m, n, k, a, aRowStride, aColumnStride, b, bRowStride, bColumnStride, c, cRowStride, epilogue);
}
