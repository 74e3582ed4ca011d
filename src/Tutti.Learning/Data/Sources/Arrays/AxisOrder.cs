using Tutti.Tensors;

namespace Tutti.Learning.Data.Sources.Arrays;

/// <summary>Turns arrays between row-major order (last dimension contiguous) and column-major order (first dimension contiguous).</summary>
internal static class AxisOrder
{
    /// <summary>The elements in row-major order.</summary>
    public static T[] FromColumnMajor<T>(T[] values, Shape shape)
    {
        if (IsSame(shape)) return values;
        var result = new T[values.Length];
        Walk(shape, (rowMajor, columnMajor) => result[rowMajor] = values[columnMajor]);
        return result;
    }

    /// <summary>The elements in column-major order.</summary>
    public static T[] ToColumnMajor<T>(T[] values, Shape shape)
    {
        if (IsSame(shape)) return values;
        var result = new T[values.Length];
        Walk(shape, (rowMajor, columnMajor) => result[columnMajor] = values[rowMajor]);
        return result;
    }

    // With one dimension longer than 1 both orders are the same.
    private static bool IsSame(Shape shape) => shape.Count(size => size > 1) <= 1;

    // Row-major positions ascend; the column-major one follows like an odometer.
    private static void Walk(Shape shape, Action<int, int> move)
    {
        var strides = new int[shape.Rank];
        var stride = 1;
        for (var dimension = 0; dimension < shape.Rank; dimension++)
        {
            strides[dimension] = stride;
            stride *= shape[dimension];
        }
        var index = new int[shape.Rank];
        var columnMajor = 0;
        for (var rowMajor = 0; rowMajor < shape.ElementCount; rowMajor++)
        {
            move(rowMajor, columnMajor);
            for (var dimension = shape.Rank - 1; dimension >= 0; dimension--)
            {
                columnMajor += strides[dimension];
                if (++index[dimension] < shape[dimension]) break;
                columnMajor -= index[dimension] * strides[dimension];
                index[dimension] = 0;
            }
        }
    }
}
