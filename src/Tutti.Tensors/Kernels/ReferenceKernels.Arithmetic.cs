using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Kernels;

internal partial class ReferenceKernels<T>
{
    public override void Add(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result) => Arithmetic.Add(left, right, result);

    public override void Subtract(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result) => Arithmetic.Subtract(left, right, result);

    public override void Multiply(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result) => Arithmetic.Multiply(left, right, result);

    public override void Divide(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result) => Arithmetic.Divide(left, right, result);

    public override void Scale(ReadOnlySpan<T> values, T factor, Span<T> result) => Arithmetic.Scale(values, factor, result);
}
