using Tutti.Tensors.Operations;

namespace Tutti.Tensors;

public sealed partial class Tensor
{
    /// <summary>Elementwise sum; the shapes broadcast as in NumPy (aligned at the last dimension, size 1 is repeated).</summary>
    /// <param name="left">Float32 or Float64.</param>
    /// <param name="right">The same element type.</param>
    /// <returns>A new tensor of the common shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or the element types differ.</exception>
    public static Tensor operator +(Tensor left, Tensor right) => Operations.Arithmetic.Add(left, right);

    /// <summary>Elementwise difference; shapes broadcast.</summary>
    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator -(Tensor left, Tensor right) => Operations.Arithmetic.Subtract(left, right);

    /// <summary>Elementwise product; shapes broadcast. The matrix product is <see cref="MatMul"/>.</summary>
    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator *(Tensor left, Tensor right) => Operations.Arithmetic.Multiply(left, right);

    /// <summary>Elementwise quotient; shapes broadcast. Division by zero gives infinities or NaN.</summary>
    /// <inheritdoc cref="op_Addition(Tensor, Tensor)"/>
    public static Tensor operator /(Tensor left, Tensor right) => Operations.Arithmetic.Divide(left, right);

    /// <summary>The tensor with all signs changed.</summary>
    /// <param name="operand">Float32 or Float64.</param>
    /// <returns>A new tensor of the same shape.</returns>
    public static Tensor operator -(Tensor operand) => Operations.PointFunctions.Scale(operand, -1);

    /// <summary>The tensor plus a number.</summary>
    /// <param name="left">Float32 or Float64.</param>
    /// <param name="right">The number, rounded to the element type.</param>
    /// <returns>A new tensor of the same shape.</returns>
    public static Tensor operator +(Tensor left, double right) => Operations.PointFunctions.Shift(left, right);

    /// <inheritdoc cref="op_Addition(Tensor, double)"/>
    public static Tensor operator +(double left, Tensor right) => Operations.PointFunctions.Shift(right, left);

    /// <summary>The tensor minus a number.</summary>
    /// <inheritdoc cref="op_Addition(Tensor, double)"/>
    public static Tensor operator -(Tensor left, double right) => Operations.PointFunctions.Shift(left, -right);

    /// <summary>A number minus each element of the tensor.</summary>
    /// <param name="left">The number, rounded to the element type.</param>
    /// <param name="right">Float32 or Float64.</param>
    /// <returns>A new tensor of the same shape.</returns>
    public static Tensor operator -(double left, Tensor right) => Scalar(left, TypeOf(right)) - right;

    /// <summary>The tensor times a number.</summary>
    /// <inheritdoc cref="op_Addition(Tensor, double)"/>
    public static Tensor operator *(Tensor left, double right) => Operations.PointFunctions.Scale(left, right);

    /// <summary>The tensor times a number.</summary>
    /// <inheritdoc cref="op_Addition(Tensor, double)"/>
    public static Tensor operator *(double left, Tensor right) => Operations.PointFunctions.Scale(right, left);

    /// <summary>The tensor divided by a number.</summary>
    /// <inheritdoc cref="op_Addition(Tensor, double)"/>
    public static Tensor operator /(Tensor left, double right) => left / Scalar(right, TypeOf(left));

    /// <summary>A number divided by each element of the tensor.</summary>
    /// <inheritdoc cref="op_Subtraction(double, Tensor)"/>
    public static Tensor operator /(double left, Tensor right) => Scalar(left, TypeOf(right)) / right;

    /// <summary>Sums elements. Float32 is accumulated in double and rounded once.</summary>
    /// <param name="dimensions">The dimensions to sum over (negative: from the end); none: all, giving shape <c>[]</c>.</param>
    /// <param name="keepDimensions">Whether summed dimensions stay with size 1.</param>
    /// <returns>A new tensor. The sum of no elements is 0.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, or one is named twice.</exception>
    public Tensor Sum(ReadOnlySpan<int> dimensions = default, bool keepDimensions = false) =>
        Reduction.Sum(this, dimensions, keepDimensions);

    /// <summary>The mean of elements: their sum times the reciprocal of their number.</summary>
    /// <param name="dimensions">The dimensions to average over (negative: from the end); none: all, giving shape <c>[]</c>.</param>
    /// <param name="keepDimensions">Whether averaged dimensions stay with size 1.</param>
    /// <returns>A new tensor. The mean of no elements is NaN.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, or one is named twice.</exception>
    public Tensor Mean(ReadOnlySpan<int> dimensions = default, bool keepDimensions = false)
    {
        var sum = Sum(dimensions, keepDimensions);
        return sum * ((double)sum.ElementCount / ElementCount);
    }

    private static ElementType TypeOf(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.ElementType;
    }
}
