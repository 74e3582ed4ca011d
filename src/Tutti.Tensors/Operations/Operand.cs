namespace Tutti.Tensors.Operations;

/// <summary>Checks that every operation makes before any work.</summary>
internal static class Operand
{
    internal static void CheckSameType(string operation, Tensor left, Tensor right)
    {
        if (left.ElementType != right.ElementType)
            throw new ArgumentException(
                $"{operation}: the element types differ. Got {left.ElementType} and {right.ElementType}. Expected one type. Convert one side.");
    }

    internal static void CheckFloatingPoint(string operation, Tensor tensor)
    {
        if (!tensor.ElementType.IsFloatingPoint())
            throw new ArgumentException(
                $"{operation}: whole numbers are not offered here. Got {tensor}. Expected Float32 or Float64. Convert the tensor first.");
    }

    internal static void CheckRank(string operation, string name, Tensor tensor, int rank, string layout)
    {
        if (tensor.Shape.Rank != rank)
            throw new ArgumentException($"{operation}: {name} has the wrong number of dimensions. Got {tensor.Shape}. Expected {layout}.");
    }

    /// <summary>A dimension counted from the start, of a tensor that must have one.</summary>
    internal static int Dimension(string operation, Tensor tensor, int dimension)
    {
        if (tensor.Shape.Rank == 0)
            throw new ArgumentException($"{operation}: a single number has no dimension. Got {tensor}. Expected at least one dimension.");
        return tensor.Shape.Normalize(dimension);
    }
}
