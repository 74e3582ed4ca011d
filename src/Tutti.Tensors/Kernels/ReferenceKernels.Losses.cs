using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Kernels;

internal partial class ReferenceKernels<T>
{
    public override void SquaredDifferences(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result) =>
        Differences.Squares(left, right, result);

    public override double SumOfSquaredDifferences(ReadOnlySpan<T> left, ReadOnlySpan<T> right) => Differences.SumOfSquares(left, right);

    public override void ScaledDifferences(ReadOnlySpan<T> left, ReadOnlySpan<T> right, T factor, Span<T> result) =>
        Differences.Scaled(left, right, factor, result);
}
