using Tutti.Cli.Verification;
using Tutti.Tensors;

namespace Tutti.Cli.Tests.Verification;

public sealed class GoldenComparisonTests
{
    private readonly GoldenComparison comparison = new(rtol: 0.1, atol: 1);

    [Theory]
    [InlineData(20, 20, 0)]
    [InlineData(21.5f, 20, 0.5)]
    [InlineData(23, 20, 1)]
    [InlineData(-26, -20, 2)]
    [InlineData(float.NaN, 20, double.PositiveInfinity)]
    [InlineData(20, float.NaN, double.PositiveInfinity)]
    [InlineData(float.NaN, float.NaN, 0)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity, 0)]
    [InlineData(float.PositiveInfinity, float.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(20, float.PositiveInfinity, double.PositiveInfinity)]
    public void Check_AValue_GivesItsShareOfTheTolerance(float actual, float expected, double share)
    {
        comparison.Check("x", [actual], [expected]);

        Assert.Equal(share, comparison.LargestError, 1e-9);
        Assert.Equal(share <= 1, comparison.HasPassed);
    }

    [Fact]
    public void Check_SeveralValues_RemembersWhereTheLargestErrorIs()
    {
        comparison.Check("a", [1, 30, 2], [1, 20, 1]);
        comparison.Check("b", [1], [1]);

        Assert.StartsWith("a[1]:", comparison.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OtherShape_Fails()
    {
        comparison.Check("x", Tensor.Zeros([2, 3]), Tensor.Zeros([3, 2]));

        Assert.False(comparison.HasPassed);
        Assert.Contains("[2, 3]", comparison.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_WholeNumbers_MustBeEqual()
    {
        comparison.Check("x", Tensor.From<long>([7L], [1]), Tensor.From<long>([8L], [1]));

        Assert.False(comparison.HasPassed);
    }
}
