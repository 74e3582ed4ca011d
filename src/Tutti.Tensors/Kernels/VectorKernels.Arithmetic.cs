using Tutti.Tensors.Kernels.Vector;

namespace Tutti.Tensors.Kernels;

internal sealed partial class VectorKernels<TLanes>
{
    public override void Add(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> result) =>
        Elementwise<TLanes>.Map(new Addition<TLanes>(), left, right, result);

    public override void Subtract(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> result) =>
        Elementwise<TLanes>.Map(new Subtraction<TLanes>(), left, right, result);

    public override void Multiply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> result) =>
        Elementwise<TLanes>.Map(new Multiplication<TLanes>(), left, right, result);

    public override void Divide(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> result) =>
        Elementwise<TLanes>.Map(new Division<TLanes>(), left, right, result);

    public override void Scale(ReadOnlySpan<float> values, float factor, Span<float> result) =>
        Elementwise<TLanes>.Map(new Scaling<TLanes>(factor), values, result);
}
