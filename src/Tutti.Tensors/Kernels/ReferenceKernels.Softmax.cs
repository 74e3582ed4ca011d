namespace Tutti.Tensors.Kernels;

internal partial class ReferenceKernels<T>
{
    public override void Softmax(ReadOnlySpan<T> values, int columns, Span<T> result, Span<T> maxima, Span<T> logSums) =>
        Reference.Softmax.Run(values, columns, result, maxima, logSums);

    public override void LogSoftmax(ReadOnlySpan<T> values, int columns, Span<T> result) =>
        Reference.Softmax.RunLog(values, columns, result);

    public override void SoftmaxGradient(ReadOnlySpan<T> output, ReadOnlySpan<T> upstream, int columns, Span<T> result) =>
        Reference.Softmax.Gradient(output, upstream, columns, result);

    public override void LogSoftmaxGradient(ReadOnlySpan<T> output, ReadOnlySpan<T> upstream, int columns, Span<T> result) =>
        Reference.Softmax.LogGradient(output, upstream, columns, result);
}
