using Tutti.Tensors.Random;

namespace Tutti.Tensors.Tests;

public sealed class MatrixProductTests
{
    [Theory]
    [InlineData(2, 37, 19, false, false)]
    [InlineData(2, 37, 19, true, false)]
    [InlineData(300, 2, 130, false, true)]
    [InlineData(1, 500, 400, false, true)]
    [InlineData(64, 3, 65, true, true)]
    [InlineData(1, 1, 1, true, true)]
    public void Into_AnyTransposition_HasTheBitsOfMatMul(int rows, int inner, int columns, bool isLeftTransposed, bool isRightTransposed)
    {
        var left = Normal(isLeftTransposed ? [inner, rows] : [rows, inner], 1);
        var right = Normal(isRightTransposed ? [columns, inner] : [inner, columns], 2);
        var expected = (isLeftTransposed ? left.Transpose(0, 1) : left).MatMul(isRightTransposed ? right.Transpose(0, 1) : right);
        var result = new float[rows * columns];
        Array.Fill(result, float.NaN);

        MatrixProduct.Into(
            rows, inner, columns, left.AsSpan<float>(), isLeftTransposed, right.AsSpan<float>(), isRightTransposed, result);

        Assert.Equal(expected.ToArray<float>(), result);
    }

    [Fact]
    public void Into_NothingToSum_GivesZeros()
    {
        double[] result = [1, 2];
        MatrixProduct.Into<double>(1, 0, 2, [], false, [], false, result);
        Assert.Equal([0, 0], result);
    }

    [Theory]
    [InlineData(3, 4, 2)]
    [InlineData(4, 3, 2)]
    [InlineData(4, 4, 3)]
    public void Into_LengthThatDoesNotFit_IsRefused(int left, int right, int result)
    {
        var problem = Assert.Throws<ArgumentException>(
            () => MatrixProduct.Into<float>(1, 4, 1, new float[left], false, new float[right], false, new float[result]));
        Assert.StartsWith("MatrixProduct: the length of ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Into_ResultOverAnOperand_IsRefused()
    {
        var (memory, other) = (new float[8], new float[4]);
        Assert.Throws<ArgumentException>(
            () => MatrixProduct.Into<float>(2, 2, 2, memory.AsSpan(0, 4), false, other, false, memory.AsSpan(3, 4)));
        Assert.Throws<ArgumentException>(
            () => MatrixProduct.Into<float>(2, 2, 2, other, false, memory.AsSpan(0, 4), false, memory.AsSpan(3, 4)));
    }

    [Fact]
    public void Into_NegativeSize_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MatrixProduct.Into<float>(-1, 0, 0, [], false, [], false, []));

    private static Tensor Normal(Shape shape, ulong id)
    {
        var random = new CounterRandom(3, RandomPurpose.Synthetic, id);
        var values = new float[shape[0] * shape[1]];
        foreach (ref var value in values.AsSpan()) value = random.NextNormal();
        return Tensor.From(values, shape);
    }
}
