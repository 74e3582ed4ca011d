using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Operations;

public sealed class BatchNormalizationTests
{
    [Fact]
    public void BatchNorm_WhileTraining_NormalizesAndMovesTheRunningStatistics()
    {
        var input = Tensor.From([1f, 10, 2, 20, 3, 30, 4, 40], [4, 2]);
        Tensor mean = Tensor.Zeros([2]), variance = Tensor.Ones([2]);
        var result = input.BatchNorm(Tensor.From([1f, 2], [2]), Tensor.From([0f, 5], [2]), mean, variance, isTraining: true, 0.3, 0);

        var deviation = Math.Sqrt(1.25);
        TensorAssert.Close(
            Tensor.From([.. ((double[])[-1.5, -0.5, 0.5, 1.5]).SelectMany(d => (float[])[(float)(d / deviation), (float)(5 + 2 * d / deviation)])], [4, 2]),
            result, 1e-6, 1e-6);
        TensorAssert.Close(Tensor.From([0.75f, 7.5f], [2]), mean, 1e-6, 0);
        TensorAssert.Close(Tensor.From([0.7f + 0.3f * 5 / 3, 0.7f + 0.3f * 500 / 3], [2]), variance, 1e-6, 0);
    }

    [Fact]
    public void BatchNorm_InUse_LeavesTheRunningStatisticsAlone()
    {
        Tensor mean = Tensor.From([1f], [1]), variance = Tensor.From([4f], [1]);
        var result = Tensor.From([1f, 5], [2, 1]).BatchNorm(null, null, mean, variance, isTraining: false, epsilon: 0);
        Assert.Equal([0f, 2], result.ToArray<float>());
        Assert.Equal((1, 4), (mean.ToScalar(), variance.ToScalar()));
    }

    [Theory]
    [InlineData(3, 7)]
    [InlineData(100_000, 1)]
    [InlineData(5000, 3)]
    [InlineData(4100, 16)]
    [InlineData(300, 65)]
    public void BatchNorm_FarFromZero_StaysAccurate(int rows, int channels)
    {
        var input = GradientCheck.Uniform([rows, channels], 1000, 1001);
        Tensor mean = Tensor.Zeros([channels]), variance = Tensor.Zeros([channels]);
        var actual = GradientCheck.Convert(input, ElementType.Float32).BatchNorm(null, null, mean, variance, isTraining: true, 1, 0);
        Tensor exactMean = Tensor.Zeros([channels], ElementType.Float64), exactVariance = Tensor.Zeros([channels], ElementType.Float64);
        var exact = input.BatchNorm(null, null, exactMean, exactVariance, isTraining: true, 1, 0);
        TensorAssert.Close(exactMean, GradientCheck.Convert(mean, ElementType.Float64), 1.2e-7, 0, "mean");
        TensorAssert.Close(exactVariance, GradientCheck.Convert(variance, ElementType.Float64), 2e-4, 0, "variance");
        // Half a unit in the last place of 1,000 is 3e-5 of the values' width.
        TensorAssert.Close(exact, GradientCheck.Convert(actual, ElementType.Float64), 0, 1e-3, "result");
    }

    [Fact]
    public void BatchNorm_AnyMemoryOrder_GivesTheSameNumbers()
    {
        var input = GradientCheck.Convert(GradientCheck.Uniform([3, 5, 4, 6]), ElementType.Float32);
        var last = input.Permute([0, 2, 3, 1]).Contiguous().Permute([0, 3, 1, 2]);
        var expected = input.BatchNorm(null, null, null, null, isTraining: true);
        TensorAssert.SameBits(expected, last.BatchNorm(null, null, null, null, isTraining: true));
        Assert.True(expected.Permute([0, 2, 3, 1]).IsContiguous);
    }

    [Fact]
    public void BatchNorm_WrongOperands_SaysWhatFits()
    {
        var input = Tensor.Ones([4, 3]);
        var three = Tensor.Ones([3]);
        Assert.Equal(
            "batch_norm: the weight does not fit the channels. Got Float32 [2] for Float32 [4, 3]. Expected [3], contiguous.",
            Assert.Throws<ArgumentException>(() => input.BatchNorm(Tensor.Ones([2]), null, three, three, true)).Message);
        Assert.Contains("one running statistic is missing", Assert.Throws<ArgumentException>(() => input.BatchNorm(null, null, three, null, true)).Message);
        Assert.Contains("Got no running statistics", Assert.Throws<ArgumentException>(() => input.BatchNorm(null, null, null, null, false)).Message);
        Assert.Contains("Use larger batches", Assert.Throws<ArgumentException>(() => Tensor.Ones([1, 3]).BatchNorm(null, null, three, three, true)).Message);
        Assert.Contains("no channels", Assert.Throws<ArgumentException>(() => three.BatchNorm(null, null, three, three, true)).Message);
        Assert.Contains("momentum is out of range", Assert.Throws<ArgumentException>(() => input.BatchNorm(null, null, three, three, true, 2)).Message);
        Assert.Contains("element types differ",
            Assert.Throws<ArgumentException>(() => input.BatchNorm(null, null, Tensor.Ones([3], ElementType.Float64), three, true)).Message);
    }
}
