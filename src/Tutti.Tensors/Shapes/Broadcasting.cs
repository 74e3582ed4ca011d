namespace Tutti.Tensors;

/// <summary>
/// The common shape of two operands: aligned at the last dimension, sizes equal or one of them 1 (which is repeated), missing leading
/// dimensions added.
/// </summary>
internal static class Broadcasting
{
    internal static Shape Common(string operation, Shape left, Shape right)
    {
        if (left == right) return left;
        var rank = Math.Max(left.Rank, right.Rank);
        Span<int> sizes = stackalloc int[rank];
        for (var fromEnd = 1; fromEnd <= rank; fromEnd++)
        {
            var a = fromEnd <= left.Rank ? left[-fromEnd] : 1;
            var b = fromEnd <= right.Rank ? right[-fromEnd] : 1;
            if (a != b && a != 1 && b != 1)
                throw new ArgumentException(
                    $"{operation}: the shapes do not broadcast. Got {left} and {right}. Expected equal sizes, or 1, counted from the last dimension; " +
                    $"dimension −{fromEnd} has {a} and {b}. Reshape or transpose one side.");
            sizes[rank - fromEnd] = a == 1 ? b : a;
        }
        return Shape.Create(sizes);
    }

    /// <summary>The strides with which an operand is read as if it had the larger shape.</summary>
    internal static Strides Expand(Shape shape, Strides strides, Shape common)
    {
        Span<int> steps = stackalloc int[common.Rank];
        for (var fromEnd = 1; fromEnd <= common.Rank; fromEnd++)
            steps[common.Rank - fromEnd] =
                fromEnd > shape.Rank || (shape[-fromEnd] == 1 && common[-fromEnd] != 1) ? 0 : strides[shape.Rank - fromEnd];
        return new Strides(steps);
    }
}
