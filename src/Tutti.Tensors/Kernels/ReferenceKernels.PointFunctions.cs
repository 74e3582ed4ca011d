using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Kernels;

internal partial class ReferenceKernels<T>
{
    public override void Shift(ReadOnlySpan<T> values, T number, Span<T> result) => PointFunctions.Shift(values, number, result);

    public override void Sqrt(ReadOnlySpan<T> values, Span<T> result) => PointFunctions.Sqrt(values, result);

    public override void SqrtGradient(ReadOnlySpan<T> output, ReadOnlySpan<T> upstream, Span<T> result) =>
        PointFunctions.SqrtGradient(output, upstream, result);

    public override void Abs(ReadOnlySpan<T> values, Span<T> result) => PointFunctions.Abs(values, result);

    public override void AbsGradient(ReadOnlySpan<T> values, ReadOnlySpan<T> upstream, Span<T> result) =>
        PointFunctions.AbsGradient(values, upstream, result);

    public override void LeakyRelu(ReadOnlySpan<T> values, T slope, Span<T> result) => PointFunctions.LeakyRelu(values, slope, result);

    public override void LeakyReluGradient(ReadOnlySpan<T> values, ReadOnlySpan<T> upstream, T slope, Span<T> result) =>
        PointFunctions.LeakyReluGradient(values, upstream, slope, result);

    public override void Softplus(ReadOnlySpan<T> values, T beta, T threshold, Span<T> result) =>
        PointFunctions.Softplus(values, beta, threshold, result);

    public override void SoftplusGradient(ReadOnlySpan<T> values, ReadOnlySpan<T> upstream, T beta, T threshold, Span<T> result) =>
        PointFunctions.SoftplusGradient(values, upstream, beta, threshold, result);

    public override void Clamp(ReadOnlySpan<T> values, T low, T high, Span<T> result) => PointFunctions.Clamp(values, low, high, result);

    public override void ClampGradient(ReadOnlySpan<T> values, ReadOnlySpan<T> upstream, T low, T high, Span<T> result) =>
        PointFunctions.ClampGradient(values, upstream, low, high, result);

    public override void Pow(ReadOnlySpan<T> values, T exponent, Span<T> result) => PointFunctions.Pow(values, exponent, result);

    public override void PowGradient(ReadOnlySpan<T> values, ReadOnlySpan<T> upstream, T exponent, Span<T> result) =>
        PointFunctions.PowGradient(values, upstream, exponent, result);
}
