using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>
/// result[index] = left[index] ∘ right[index] for operands in any memory order, with stride 0 where an operand is repeated. The result
/// is row-major. Rows in which both operands are contiguous, or one is a single number, go to the kernels for whole spans.
/// </summary>
internal static class StridedBinary
{
    internal delegate void RowKernel<T>(KernelSet<T> kernels, ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>;

    internal static void Run<T>(Shape shape, ReadOnlySpan<T> left, Strides leftStrides, ReadOnlySpan<T> right, Strides rightStrides,
        Span<T> result, RowKernel<T> kernel) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.ElementCount == 0) return;
        var kernels = KernelSelector.For<T>();
        var width = shape.Rank == 0 ? 1 : shape[-1];
        var (leftStep, rightStep) = shape.Rank == 0 ? (1, 1) : (leftStrides[shape.Rank - 1], rightStrides[shape.Rank - 1]);
        Span<int> index = stackalloc int[Shape.MaximumRank];
        index.Clear();
        var leftRow = new T[leftStep == 1 ? 0 : width];
        var rightRow = new T[rightStep == 1 ? 0 : width];
        for (var row = 0; row < shape.ElementCount; row += width)
        {
            int leftStart = 0, rightStart = 0;
            for (var dimension = 0; dimension < shape.Rank - 1; dimension++)
            {
                leftStart += index[dimension] * leftStrides[dimension];
                rightStart += index[dimension] * rightStrides[dimension];
            }
            kernel(kernels, Row(left, leftStart, leftStep, width, leftRow), Row(right, rightStart, rightStep, width, rightRow),
                result.Slice(row, width));
            for (var dimension = shape.Rank - 2; dimension >= 0; dimension--)
            {
                if (++index[dimension] < shape[dimension]) break;
                index[dimension] = 0;
            }
        }
    }

    private static ReadOnlySpan<T> Row<T>(ReadOnlySpan<T> values, int start, int step, int width, T[] gathered) where T : unmanaged
    {
        if (step == 1) return values.Slice(start, width);
        if (step == 0) gathered.AsSpan().Fill(values[start]);
        else
            for (var i = 0; i < width; i++) gathered[i] = values[start + i * step];
        return gathered;
    }
}
