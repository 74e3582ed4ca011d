using Tutti.Tensors.Kernels.Vector;

namespace Tutti.Tensors.Kernels;

internal sealed partial class VectorKernels<TLanes>
{
    public override void Relu(ReadOnlySpan<float> values, Span<float> result) =>
        Elementwise<TLanes>.Map(new Rectifier<TLanes>(), values, result);

    public override void ReluGradient(ReadOnlySpan<float> output, ReadOnlySpan<float> upstream, Span<float> result) =>
        Elementwise<TLanes>.Map(new RectifierGradient<TLanes>(), output, upstream, result);

    public override void Sigmoid(ReadOnlySpan<float> values, Span<float> result) =>
        Elementwise<TLanes>.Map(new LogisticSigmoid<TLanes>(), values, result);

    public override void SigmoidGradient(ReadOnlySpan<float> output, ReadOnlySpan<float> upstream, Span<float> result) =>
        Elementwise<TLanes>.Map(new LogisticSigmoidGradient<TLanes>(), output, upstream, result);

    public override void Tanh(ReadOnlySpan<float> values, Span<float> result) =>
        Elementwise<TLanes>.Map(new HyperbolicTangent<TLanes>(), values, result);

    public override void TanhGradient(ReadOnlySpan<float> output, ReadOnlySpan<float> upstream, Span<float> result) =>
        Elementwise<TLanes>.Map(new HyperbolicTangentGradient<TLanes>(), output, upstream, result);

    public override void Exp(ReadOnlySpan<float> values, Span<float> result) =>
        Elementwise<TLanes>.Map(new Exponential<TLanes>(), values, result);
}
