using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Operations;

public sealed class PointFunctionsTests
{
    [Fact]
    public void Functions_OfKnownNumbers_GiveTheirValues()
    {
        var x = Tensor.From([-2.0, -0.5, 0, 0.5, 4], [5]);
        Assert.Equal([2.0, 0.5, 0, 0.5, 4], x.Abs().ToArray<double>());
        Assert.Equal([-0.5, -0.125, 0, 0.5, 4], x.LeakyRelu(0.25).ToArray<double>());
        Assert.Equal([-1.0, -0.5, 0, 0.5, 1], x.Clamp(-1, 1).ToArray<double>());
        Assert.Equal([-2.0, -0.5, 0, 0, 0], x.Clamp(maximum: 0).ToArray<double>());
        Assert.Equal([4.0, 0.25, 0, 0.25, 16], x.Pow(2).ToArray<double>());
        Assert.Equal(2, x.Sqrt().ToArray<double>()[4]);
        Assert.Equal(Math.Log(2) / 3, x.Softplus(3).ToArray<double>()[2], 1e-15);
        Assert.Equal(4, x.Softplus(3, 11).ToArray<double>()[4]);
    }

    [Fact]
    public void Operators_WithNumbersOnEitherSide_GiveWhatTensorsGive()
    {
        var x = Tensor.From([1f, -2, 4, 0.3f], [2, 2]).Transpose();
        var number = Tensor.Scalar(0.7);
        TensorAssert.SameBits(x + number, x + 0.7);
        TensorAssert.SameBits(x + number, 0.7 + x);
        TensorAssert.SameBits(x - number, x - 0.7);
        TensorAssert.SameBits(number - x, 0.7 - x);
        TensorAssert.SameBits(x * number, x * 0.7);
        TensorAssert.SameBits(x * number, 0.7 * x);
        TensorAssert.SameBits(x / number, x / 0.7);
        TensorAssert.SameBits(number / x, 0.7 / x);
        TensorAssert.SameBits(x * -1, -x);
    }

    [Fact]
    public void Operators_RepeatedAndStridedOperands_GiveWhatContiguousOnesGive()
    {
        Tensor wide = Random([3, 2500], 1), column = Random([3, 1], 2), row = Random([2500], 3);
        var steps = Random([3, 5000], 4).Slice(1, step: 2);
        TensorAssert.SameBits(wide * column.Expand([3, 2500]).Contiguous(), wide * column);
        TensorAssert.SameBits(wide / row.Expand([3, 2500]).Contiguous(), wide / row);
        TensorAssert.SameBits(wide - steps.Contiguous(), wide - steps);
        TensorAssert.SameBits((wide - column).Transpose().Contiguous(), wide.Transpose() - column.Transpose());
    }

    [Fact]
    public void Functions_OfWhatTheyCannotTake_AreRefused()
    {
        Assert.Contains("neither bound", Assert.Throws<ArgumentException>(() => Tensor.Ones([2]).Clamp()).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Ones([2]).Softplus(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Ones([2]).Softplus(double.NaN));
        Assert.Contains("abs: whole numbers", Assert.Throws<ArgumentException>(() => Tensor.Zeros([2], ElementType.Int64).Abs()).Message);
    }

    private static Tensor Random(Shape shape, ulong seed) =>
        GradientCheck.Convert(GradientCheck.Uniform(shape, 0.5, 2, seed), ElementType.Float32);
}
