using Tutti.Learning.Metrics;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Metrics;

public sealed class ClassificationTests
{
    private static readonly Tensor Logits = Tensor.From([1f, 2, 0, 5, 5, 1, -1, -2, -3], [3, 3]).Keep();

    [Theory]
    [InlineData(new[] { 0.2, 0.5, 0.5 }, 1)]
    [InlineData(new[] { double.NegativeInfinity, double.NegativeInfinity }, 0)]
    [InlineData(new[] { -3.0, double.NaN, -2.0 }, 2)]
    [InlineData(new[] { 7.0 }, 0)]
    public void MostLikely_TakesTheLowestOfEqualClasses(double[] values, int expected)
    {
        Assert.Equal(expected, Classification.MostLikely<double>(values));
        Assert.Equal(expected, Classification.MostLikely<float>([.. values.Select(value => (float)value)]));
    }

    [Fact]
    public void MostLikely_OfNothing_IsRefused() =>
        Assert.Contains("no classes", Assert.Throws<ArgumentException>(() => Classification.MostLikely<double>([])).Message);

    [Fact]
    public void CountCorrect_TakesTheLowestOfEqualClasses()
    {
        Assert.Equal(3, Classification.CountCorrect(Logits, [1, 0, 0]));
        Assert.Equal(1, Classification.CountCorrect(Logits, [1, 1, 2]));
    }

    [Fact]
    public void Predict_GivesTheSoftmaxOfTheGreatestLogit()
    {
        var predictions = Classification.Predict(Logits);
        Assert.Equal([1, 0, 0], predictions.Select(prediction => prediction.Label));
        Assert.Equal(1 / (1 + Math.Exp(-1) + Math.Exp(-2)), predictions[0].Probability, 1e-6);
    }

    [Fact]
    public void Anything_WithoutClasses_IsRefused()
    {
        Assert.Contains("C ≥ 1", Assert.Throws<ArgumentException>(() => Classification.CountCorrect(Tensor.Zeros([2, 0]), [0, 0])).Message);
        Assert.Contains("C ≥ 1", Assert.Throws<ArgumentException>(() => Classification.Predict(Tensor.Zeros([2, 0]))).Message);
    }

    [Fact]
    public void CountCorrect_WithAnotherNumberOfLabels_IsRefused() =>
        Assert.Contains("[2, C]", Assert.Throws<ArgumentException>(() => Classification.CountCorrect(Logits, [1, 2])).Message);
}
