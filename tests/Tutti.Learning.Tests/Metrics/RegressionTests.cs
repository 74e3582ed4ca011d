using Tutti.Learning.Metrics;

namespace Tutti.Learning.Tests.Metrics;

public sealed class RegressionTests
{
    [Fact]
    public void Errors_AreTheDefinitions()
    {
        Assert.Equal((9 + 0 + 1) / 3.0, Regression.MeanSquaredError<float>([1, 2, 3], [4, 2, 2]));
        Assert.Equal((3 + 0 + 1) / 3.0, Regression.MeanAbsoluteError<double>([1, 2, 3], [4, 2, 2]));
        Assert.Equal(1 - 10 / 2.0, Regression.R2<float>([1, 2, 3], [4, 2, 2]));
    }

    [Fact]
    public void R2_ConstantTargets_IsOneOrZero()
    {
        Assert.Equal(1, Regression.R2<float>([2, 2], [2, 2]));
        Assert.Equal(0, Regression.R2<float>([2, 2], [2, 3]));
    }

    [Fact]
    public void R2_ConstantTargetsWhoseMeanIsRounded_IsOneOrZero()
    {
        var targets = Enumerable.Repeat(0.1, 10).ToArray();

        Assert.NotEqual(0.1, targets.Average());
        Assert.Equal(1, Regression.R2<double>(targets, targets));
        Assert.Equal(0, Regression.R2<double>(targets, [.. targets.Select((target, row) => target + row)]));
        Assert.Equal(0, Regression.R2<double>([1e-200, 2e-200], [1, 1]));
    }

    [Theory]
    [InlineData(double.NaN, 2, 3, 1, 2, 3)]
    [InlineData(1, double.NaN, 3, 1, 2, 3)]
    [InlineData(1, 2, 3, 1, double.NaN, 3)]
    [InlineData(1, 1, 1, 1, double.NaN, 1)]
    public void R2_WithNaN_IsNaN(double a, double b, double c, double x, double y, double z) =>
        Assert.Equal(double.NaN, Regression.R2<double>([a, b, c], [x, y, z]));

    [Fact]
    public void Anything_Undefined_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Regression.R2<float>([1], [1]));
        Assert.Throws<ArgumentException>(() => Regression.MeanSquaredError<float>([], []));
        Assert.Throws<ArgumentException>(() => Regression.MeanAbsoluteError<float>([1], [1, 2]));
    }
}
