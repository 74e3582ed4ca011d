using Tutti.Tensors.Kernels.Vector;

namespace Tutti.Tensors.Kernels;

internal sealed partial class VectorKernels<TLanes>
{
    public override void Softmax(ReadOnlySpan<float> values, int columns, Span<float> result, Span<float> maxima, Span<float> logSums) =>
        Softmax<TLanes>.Run(values, columns, result, maxima, logSums);

    public override void LogSoftmax(ReadOnlySpan<float> values, int columns, Span<float> result)
    {
        Span<float> largest = stackalloc float[1], logSum = stackalloc float[1];
        for (var start = 0; start < result.Length; start += columns)
        {
            var row = values.Slice(start, columns);
            var target = result.Slice(start, columns);
            // The probabilities are computed on the way and overwritten: cheaper than a kernel of its own is worth.
            Softmax<TLanes>.Run(row, columns, target, largest, logSum);
            Elementwise<TLanes>.Map(new TwoShifts<TLanes>(largest[0], logSum[0]), row, target);
        }
    }
}
