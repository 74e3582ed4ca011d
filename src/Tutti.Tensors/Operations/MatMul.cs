using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>Matrix products over the last two dimensions; leading dimensions broadcast.</summary>
internal static class MatMul
{
    // M rows of left, K their common size, N columns of right
    internal static Tensor Product(Tensor left, Tensor right)
    {
        Operand.CheckSameType("MatMul", left, right);
        Operand.CheckFloatingPoint("MatMul", left);
        if (left.Shape.Rank < 2 || right.Shape.Rank < 2)
            throw new ArgumentException(
                $"MatMul: both sides are matrices, or stacks of them. Got {left.Shape} · {right.Shape}. Expected at least two dimensions each. Reshape vectors first.");
        if (left.Shape[-1] != right.Shape[-2])
            throw new ArgumentException(
                $"MatMul: inner dimensions differ. Got {left.Shape} · {right.Shape}. Expected left's last dimension ({left.Shape[-1]}) to equal " +
                $"right's second to last ({right.Shape[-2]}). Transpose or reshape one side.");
        var batch = Broadcasting.Common("MatMul", Batch(left.Shape), Batch(right.Shape));
        var result = Tensor.Allocate(Shape.Create([.. batch.AsSpan(), left.Shape[-2], right.Shape[-1]]), left.ElementType);
        Into(left, right, result, accumulate: false);
        return Graph.Record(Primitives.MatMul, result, [left, right]);
    }

    /// <summary>result (+)= left · right for a contiguous result whose leading dimensions are the common ones; not recorded.</summary>
    internal static void Into(Tensor left, Tensor right, Tensor result, bool accumulate)
    {
        if (result.ElementType == ElementType.Float32) Into<float>(left, right, result, accumulate);
        else Into<double>(left, right, result, accumulate);
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        GC.KeepAlive(result);
    }

    private static void Into<T>(Tensor left, Tensor right, Tensor result, bool accumulate) where T : unmanaged, IFloatingPointIeee754<T>
    {
        left = WithUnitStride(left);
        right = WithUnitStride(right);
        var (m, k, n) = (left.Shape[-2], left.Shape[-1], right.Shape[-1]);
        var batch = Batch(result.Shape);
        if (result.ElementCount == 0) return;
        var leftStarts = Starts(left, batch);
        var rightStarts = Starts(right, batch);
        if (k == 0)
        {
            // Operands without elements have no matrices to start from.
            leftStarts.AsSpan().Clear();
            rightStarts.AsSpan().Clear();
        }
        for (var i = 0; i < leftStarts.Length; i++)
            MatMulDriver.Run(KernelSelector.For<T>(), m, n, k,
                left.Memory<T>()[leftStarts[i]..], RowStride(left), ColumnStride(left),
                right.Memory<T>()[rightStarts[i]..], RowStride(right), ColumnStride(right),
                result.Memory<T>().Slice(i * m * n, m * n), n, new MatMulEpilogue<T> { Accumulate = accumulate });
        GC.KeepAlive(left);
        GC.KeepAlive(right);
    }

    internal static int RowStride(Tensor matrix) => matrix.Strides[matrix.Shape.Rank - 2];

    internal static int ColumnStride(Tensor matrix) => matrix.Strides[matrix.Shape.Rank - 1];

    /// <summary>The kernels read matrices in which rows or columns are contiguous; others are copied.</summary>
    internal static Tensor WithUnitStride(Tensor matrix)
    {
        var isRowContiguous = ColumnStride(matrix) == 1 || matrix.Shape[-1] == 1;
        var isColumnContiguous = RowStride(matrix) == 1 || matrix.Shape[-2] == 1;
        return isRowContiguous || isColumnContiguous ? matrix : Shaping.InRowMajorOrder(matrix);
    }

    private static Shape Batch(Shape shape) => Shape.Create(shape.AsSpan()[..^2]);

    // Where each matrix of the broadcast batch starts in the operand's memory.
    private static int[] Starts(Tensor matrix, Shape batch)
    {
        var strides = Broadcasting.Expand(Batch(matrix.Shape), new Strides(matrix.Strides.AsSpan()[..^2]), batch);
        var starts = new int[batch.ElementCount];
        Span<int> index = stackalloc int[Shape.MaximumRank];
        index.Clear();
        for (var i = 0; i < starts.Length; i++)
        {
            for (var dimension = 0; dimension < batch.Rank; dimension++) starts[i] += index[dimension] * strides[dimension];
            for (var dimension = batch.Rank - 1; dimension >= 0; dimension--)
            {
                if (++index[dimension] < batch[dimension]) break;
                index[dimension] = 0;
            }
        }
        return starts;
    }
}
