using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Kernels;

internal partial class ReferenceKernels<T>
{
    public override void Relu(ReadOnlySpan<T> values, Span<T> result) => Activations.Relu(values, result);

    public override void ReluGradient(ReadOnlySpan<T> output, ReadOnlySpan<T> upstream, Span<T> result) =>
        Activations.ReluGradient(output, upstream, result);

    public override void Sigmoid(ReadOnlySpan<T> values, Span<T> result) => Activations.Sigmoid(values, result);

    public override void SigmoidGradient(ReadOnlySpan<T> output, ReadOnlySpan<T> upstream, Span<T> result) =>
        Activations.SigmoidGradient(output, upstream, result);

    public override void Tanh(ReadOnlySpan<T> values, Span<T> result) => Activations.Tanh(values, result);

    public override void TanhGradient(ReadOnlySpan<T> output, ReadOnlySpan<T> upstream, Span<T> result) =>
        Activations.TanhGradient(output, upstream, result);

    public override void Exp(ReadOnlySpan<T> values, Span<T> result) => Activations.Exp(values, result);

    public override void Log(ReadOnlySpan<T> values, Span<T> result) => Activations.Log(values, result);
}
