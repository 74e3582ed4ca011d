using Tutti.Learning.Optimizers;

namespace Tutti.Learning.Tests.Optimizers;

public sealed class GradientClippingTests
{
    [Fact]
    public void ByNorm_BeyondTheMaximum_ScalesAllGradientsTogether()
    {
        var model = Make([3], [4]);
        Assert.Equal(5, GradientClipping.ByNorm(model, 1), 1e-12);
        Assert.Equal(3 / (5 + 1e-6), model.Gradients(0)[0], 1e-7);
        Assert.Equal(4 / (5 + 1e-6), model.Gradients(1)[0], 1e-7);
    }

    [Theory]
    [InlineData(5.1)]
    [InlineData(double.PositiveInfinity)]
    public void ByNorm_WithinTheMaximum_ChangesNoBit(double maximum)
    {
        var model = Make([3], [4]);
        Assert.Equal(5, GradientClipping.ByNorm(model, maximum), 1e-12);
        Assert.Equal((3f, 4f), (model.Gradients(0)[0], model.Gradients(1)[0]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void ByNorm_OfWhatIsNotFinite_LeavesTheGradientsToBeFound(float broken)
    {
        var model = Make([3], [broken]);
        Assert.False(double.IsFinite(GradientClipping.ByNorm(model, 1)));
        Assert.Equal((3f, broken), (model.Gradients(0)[0], model.Gradients(1)[0]));
    }

    [Fact]
    public void ByNorm_OfHugeGradients_DoesNotOverflow()
    {
        var model = Make([3e30f], [4e30f]);
        Assert.Equal(5e30, GradientClipping.ByNorm(model, 1), 1e24);
        Assert.Equal(0.6, model.Gradients(0)[0], 1e-6);
    }

    [Fact]
    public void SquaredNorms_OfParts_AreTheBlocksOfTheWhole()
    {
        const int length = 2_500, block = GradientClipping.BlockElements;
        var model = new Points(length);
        model.Differentiate(1);
        ReadOnlySpan<float> gradients = model.Gradients(0);
        double[] whole = new double[3], parts = new double[3];
        Assert.Equal(3, GradientClipping.SquaredNorms(gradients, whole));
        Assert.Equal(1, GradientClipping.SquaredNorms(gradients[..block], parts));
        Assert.Equal(2, GradientClipping.SquaredNorms(gradients[block..], parts.AsSpan(1)));
        Assert.Equal(0, GradientClipping.SquaredNorms([], parts));
        Assert.Equal(whole, parts);
        Assert.Equal(Math.Sqrt(whole[0] + whole[1] + whole[2]), GradientClipping.ByNorm(model, double.PositiveInfinity));
    }

    [Fact]
    public void ByNorm_WhereTheNormIsKnown_ScalesByIt()
    {
        var model = Make([3], [4]);
        GradientClipping.ByNorm(model, 1, norm: 10);
        Assert.Equal(3 / (10 + 1e-6), model.Gradients(0)[0], 1e-7);
        GradientClipping.ByNorm(model, 1, double.NaN);
        Assert.Equal(3 / (10 + 1e-6), model.Gradients(0)[0], 1e-7);
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByNorm(model, 0, norm: 1));
    }

    [Fact]
    public void ByValue_CutsBothSides()
    {
        var model = Make([3, -0.5f], [-4]);
        GradientClipping.ByValue(model, 1);
        Assert.Equal([1f, -0.5f], model.Gradients(0).ToArray());
        Assert.Equal([-1f], model.Gradients(1).ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Bound_ThatMakesNoSense_IsRefused(double bound)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByNorm(Make([1], [1]), bound));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByValue(Make([1], [1]), bound));
    }

    private static Points Make(float[] first, float[] second)
    {
        var model = new Points(first.Length, second.Length);
        first.CopyTo(model.Gradients(0));
        second.CopyTo(model.Gradients(1));
        return model;
    }
}
