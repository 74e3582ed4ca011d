using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>
/// destination[i, j, …] += source[i, j, …] for any two memory orders of one shape. Rows that are contiguous, or
/// one number repeated, go to the kernels.
/// </summary>
internal static class StridedAdd
{
    internal static void Run<T>(Shape shape, ReadOnlySpan<T> source, Strides sourceStrides, Span<T> destination, Strides destinationStrides)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.ElementCount == 0) return;
        var kernels = KernelSelector.For<T>();
        shape = StridedCopy.Merge(shape, ref sourceStrides, ref destinationStrides);
        var last = shape.Rank - 1;
        var (width, sourceStep, destinationStep) = last < 0 ? (1, 1, 1) : (shape[last], sourceStrides[last], destinationStrides[last]);
        Span<int> index = stackalloc int[Shape.MaximumRank];
        index.Clear();
        for (var row = 0; row < shape.ElementCount; row += width)
        {
            int from = 0, to = 0;
            for (var dimension = 0; dimension < last; dimension++)
            {
                from += index[dimension] * sourceStrides[dimension];
                to += index[dimension] * destinationStrides[dimension];
            }
            if (sourceStep == 1 && destinationStep == 1)
            {
                var target = destination.Slice(to, width);
                kernels.Add(target, source.Slice(from, width), target);
            }
            else if (sourceStep == 0 && destinationStep == 1)
            {
                var target = destination.Slice(to, width);
                kernels.Shift(target, source[from], target);
            }
            else
            {
                for (var i = 0; i < width; i++) destination[to + i * destinationStep] += source[from + i * sourceStep];
            }
            for (var dimension = last - 1; dimension >= 0; dimension--)
            {
                if (++index[dimension] < shape[dimension]) break;
                index[dimension] = 0;
            }
        }
    }
}
