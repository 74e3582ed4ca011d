using Tutti.Tensors.Kernels.Vector;

namespace Tutti.Tensors.Kernels;

internal sealed partial class VectorKernels<TLanes>
{
    public override double SumOfSquaredDifferences(ReadOnlySpan<float> left, ReadOnlySpan<float> right) =>
        SumOfSquares<TLanes>.OfDifferences(left, right);

    public override void ScaledDifferences(ReadOnlySpan<float> left, ReadOnlySpan<float> right, float factor, Span<float> result) =>
        Elementwise<TLanes>.Map(new ScaledSubtraction<TLanes>(factor), left, right, result);
}
