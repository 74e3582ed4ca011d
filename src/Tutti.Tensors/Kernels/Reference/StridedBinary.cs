using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>
/// result[index] = left[index] ∘ right[index] for operands in any memory order, with stride 0 where an operand is repeated. The result
/// is row-major. Dimensions that lie one after the other in both operands are walked as one; what is not contiguous there passes through
/// a small buffer, and the kernels for whole spans compute.
/// </summary>
internal static class StridedBinary
{
    // Elements of a buffer: two of them stay in the first cache, on the stack.
    private const int Chunk = 1024;

    internal delegate void RowKernel<T>(KernelSet<T> kernels, ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>;

    internal static void Run<T>(Shape shape, ReadOnlySpan<T> left, Strides leftStrides, ReadOnlySpan<T> right, Strides rightStrides,
        Span<T> result, RowKernel<T> kernel) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.ElementCount == 0) return;
        var kernels = KernelSelector.For<T>();
        shape = StridedCopy.Merge(shape, ref leftStrides, ref rightStrides);
        var width = shape.Rank == 0 ? 1 : shape[-1];
        var (leftStep, rightStep) = shape.Rank == 0 ? (1, 1) : (leftStrides[shape.Rank - 1], rightStrides[shape.Rank - 1]);
        var chunk = leftStep == 1 && rightStep == 1 ? width : Math.Min(width, Chunk);
        Span<T> leftBuffer = stackalloc T[leftStep == 1 ? 0 : chunk], rightBuffer = stackalloc T[rightStep == 1 ? 0 : chunk];
        Span<int> index = stackalloc int[Shape.MaximumRank];
        index.Clear();
        for (var row = 0; row < shape.ElementCount; row += width)
        {
            int leftStart = 0, rightStart = 0;
            for (var dimension = 0; dimension < shape.Rank - 1; dimension++)
            {
                leftStart += index[dimension] * leftStrides[dimension];
                rightStart += index[dimension] * rightStrides[dimension];
            }
            if (leftStep == 0) leftBuffer.Fill(left[leftStart]);
            if (rightStep == 0) rightBuffer.Fill(right[rightStart]);
            for (var start = 0; start < width; start += chunk)
            {
                var length = Math.Min(chunk, width - start);
                kernel(kernels, Part(left, leftStart + start * leftStep, leftStep, length, leftBuffer),
                    Part(right, rightStart + start * rightStep, rightStep, length, rightBuffer), result.Slice(row + start, length));
            }
            for (var dimension = shape.Rank - 2; dimension >= 0; dimension--)
            {
                if (++index[dimension] < shape[dimension]) break;
                index[dimension] = 0;
            }
        }
    }

    private static ReadOnlySpan<T> Part<T>(ReadOnlySpan<T> values, int start, int step, int length, Span<T> buffer) where T : unmanaged
    {
        if (step == 1) return values.Slice(start, length);
        if (step != 0)
            for (var i = 0; i < length; i++) buffer[i] = values[start + i * step];
        return buffer[..length];
    }
}
