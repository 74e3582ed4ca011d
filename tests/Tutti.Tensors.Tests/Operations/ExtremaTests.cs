namespace Tutti.Tensors.Tests.Operations;

public sealed class ExtremaTests
{
    private static readonly Tensor Numbers = Tensor.From([1f, 5, 5, -2, 0, -2], [2, 3]);

    [Fact]
    public void MaxAndMin_EqualElements_TakeTheFirst()
    {
        var (largest, places) = Numbers.Max(1);
        Assert.Equal([5f, 0], largest.ToArray<float>());
        Assert.Equal([1L, 1], places.ToArray<long>());
        (var smallest, places) = Numbers.Min(-1, keepDimension: true);
        Assert.Equal([2, 1], smallest.Shape);
        Assert.Equal([1f, -2], smallest.ToArray<float>());
        Assert.Equal([0L, 0], places.ToArray<long>());
        Assert.Equal([1L, 1, 1], Numbers.ArgMin(0).ToArray<long>());
    }

    [Fact]
    public void MaxAndMin_OfAll_GiveOneNumber()
    {
        Assert.Equal(5, Numbers.Max().ToScalar());
        Assert.Equal(-2, Numbers.Min().ToScalar());
        Assert.Equal(1, Numbers.ArgMax().ToScalar());
        Assert.Equal(3, Numbers.ArgMin().ToScalar());
        // Row-major order counts, not memory order.
        Assert.Equal(2, Numbers.Transpose().ArgMax().ToScalar());
    }

    [Fact]
    public void MaxAndMin_NaN_WinsAndTheFirstOfThem()
    {
        var values = Tensor.From([1f, float.NaN, float.PositiveInfinity, float.NaN], [4]);
        Assert.True(double.IsNaN(values.Max().ToScalar()));
        Assert.True(double.IsNaN(values.Min().ToScalar()));
        Assert.Equal([1L], values.ArgMax(0, keepDimension: true).ToArray<long>());
        Assert.Equal(1L, values.ArgMin(0).ToArray<long>()[0]);
    }

    [Fact]
    public void Max_Equals_GivesTheGradientToTheFirst()
    {
        var x = Tensor.From([2.0, 3, 3], [3]);
        x.RequiresGradient = true;
        x.Max().Backward();
        Assert.Equal([0.0, 1, 0], x.Gradient!.ToArray<double>());
        Assert.False(x.ArgMax(0).TracksGradient);
        Assert.False(x.Max(0).Indices.TracksGradient);
    }

    [Fact]
    public void Max_OfNothing_IsRefused()
    {
        Assert.Contains("no element to choose", Assert.Throws<ArgumentException>(() => Tensor.Zeros([0]).Max()).Message);
        Assert.Throws<ArgumentException>(() => Tensor.Zeros([3, 0]).Min(1));
        Assert.Equal([0], Tensor.Zeros([3, 0]).Max(0).Values.Shape);
        Assert.Throws<ArgumentException>(() => Tensor.Scalar(1).Max(0));
        Assert.Throws<ArgumentException>(() => Tensor.Zeros([2], ElementType.Int64).ArgMax(0));
    }
}
