using Tutti.Tensors.Random;
using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Operations;

public sealed class TransformersTests
{
    private static CounterRandom Stream => new(1, RandomPurpose.Dropout, 7);

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.75)]
    public void Dropout_ManyElements_DropsTheirShareAndKeepsTheMean(double probability)
    {
        var result = Tensor.Ones([100_000]).Dropout(probability, Stream).ToArray<float>();

        var dropped = result.Count(value => value == 0) / 100_000.0;
        Assert.InRange(dropped, probability - 0.006, probability + 0.006);
        Assert.All(result, value => Assert.True(value == 0 || Math.Abs(value - 1 / (1 - probability)) < 1e-6));
    }

    [Fact]
    public void Dropout_OfAnElement_DependsOnStreamAndPlaceAlone()
    {
        var whole = Tensor.Ones([1000]).Dropout(0.5, Stream).ToArray<float>();

        Assert.Equal(whole[..77], Tensor.Ones([7, 11]).Dropout(0.5, Stream).ToArray<float>());
        Assert.NotEqual(whole, Tensor.Ones([1000]).Dropout(0.5, new CounterRandom(1, RandomPurpose.Dropout, 8)).ToArray<float>());
        var used = Stream;
        used.NextUInt32();
        Assert.Equal(whole, Tensor.Ones([1000]).Dropout(0.5, used).ToArray<float>());
    }

    [Fact]
    public void Dropout_NothingToDrop_IsTheTensorItself()
    {
        var tensor = Tensor.Ones([3]);
        Assert.Same(tensor, tensor.Dropout(0, Stream));
        Assert.Same(tensor, tensor.Dropout(0.5, Stream, isTraining: false));
        Assert.Throws<ArgumentException>(() => tensor.Dropout(-0.1, Stream));
        Assert.Throws<ArgumentException>(() => tensor.Dropout(double.NaN, Stream));
    }

    [Fact]
    public void Embedding_Padding_GetsNoGradient()
    {
        var weight = Tensor.Ones([3, 2]);
        weight.RequiresGradient = true;
        Tensor.From([0L, 2, 0, 1], [4]).Embedding(weight, paddingIndex: 0).Sum().Backward();
        Assert.Equal([0f, 0, 1, 1, 1, 1], weight.Gradient!.ToArray<float>());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void Embedding_RowThatIsNotThere_NamesItAndItsPlace(long row)
    {
        var error = Assert.Throws<ArgumentException>(() => Tensor.From([0L, row], [2]).Embedding(Tensor.Ones([3, 2])));
        Assert.Contains($"Got {row} at place 1 of 2. Expected 0 … 2.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Embedding_OfFloats_IsRefused() => Assert.Throws<ArgumentException>(() => Tensor.Ones([2]).Embedding(Tensor.Ones([3, 2])));

    [Fact]
    public void LayerNorm_ShapesThatDoNotFit_SaysWhatIsExpected()
    {
        var input = Tensor.Ones([2, 3, 4]);
        Assert.Contains("last dimensions", Assert.Throws<ArgumentException>(() => input.LayerNorm([3])).Message, StringComparison.Ordinal);
        Assert.Contains("last dimensions", Assert.Throws<ArgumentException>(() => input.LayerNorm([])).Message, StringComparison.Ordinal);
        Assert.Contains("the bias", Assert.Throws<ArgumentException>(() => input.LayerNorm([4], null, Tensor.Ones([3]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => input.LayerNorm([4], epsilon: -1));
    }

    [Fact]
    public void LayerNorm_OfARow_HasMeanZeroAndVarianceOne()
    {
        var rows = GradientCheck.Uniform([3, 50], 4, 9).LayerNorm([50], epsilon: 0);
        TensorAssert.Close(Tensor.Zeros([3], ElementType.Float64), rows.Mean([1]), 0, 1e-12);
        TensorAssert.Close(Tensor.Ones([3], ElementType.Float64), (rows * rows).Mean([1]), 1e-12, 0);
    }
}
