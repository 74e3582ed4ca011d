namespace Tutti.Tensors.Tests.Operations;

public sealed class IndexingTests
{
    private static readonly Tensor Numbers = Tensor.From([.. Enumerable.Range(0, 12).Select(i => (float)i)], [3, 4]);

    [Fact]
    public void IndexSelect_AnyDimension_TakesElementsInTheOrderOfTheIndices()
    {
        Assert.Equal([8f, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11], Numbers.IndexSelect(0, Indices(2, 0, 2)).ToArray<float>());
        Assert.Equal([3f, 1, 7, 5, 11, 9], Numbers.IndexSelect(-1, Indices(3, 1)).ToArray<float>());
        Assert.Equal([0f, 4, 8, 3, 7, 11], Numbers.Transpose().IndexSelect(0, Indices(0, 3)).ToArray<float>());
        Assert.Equal([4, 1], Numbers.Transpose().IndexSelect(1, Tensor.From([1L], [])).Shape);
        Assert.Equal([30L, 10], Tensor.From([10L, 20, 30], [3]).IndexSelect(0, Indices(2, 0)).ToArray<long>());
    }

    [Fact]
    public void Gather_IndicesSmallerElsewhere_LeaveTheRestOut()
    {
        Assert.Equal([3f, 0, 4, 4], Numbers.Gather(1, Tensor.From([3L, 0, 0, 0], [2, 2])).ToArray<float>());
        Assert.Equal([8f, 1, 0, 5, 4, 9], Numbers.Gather(0, Tensor.From([2L, 0, 0, 1, 1, 2], [3, 2])).ToArray<float>());
        Assert.Equal([0f, 8, 5, 1], Numbers.Transpose().Gather(1, Tensor.From([0L, 2, 1, 0], [2, 2])).ToArray<float>());
    }

    [Fact]
    public void Where_ShapesThatBroadcast_TakesFromEither()
    {
        var condition = Tensor.From([1L, 0, -2], [3, 1]);
        var result = Tensor.Where(condition, Tensor.From([1f, 2], [2]), Tensor.Scalar(9));
        Assert.Equal([3, 2], result.Shape);
        Assert.Equal([1f, 2, 9, 9, 1, 2], result.ToArray<float>());
        Assert.Equal(5L, Tensor.Where(Tensor.From([0L], []), Tensor.From([4L], []), Tensor.From([5L], [])).ToArray<long>()[0]);
    }

    [Fact]
    public void Indexing_IndexThatNamesNothing_SaysWhich()
    {
        Assert.Contains("Got index 3, number 1 of the indices, in dimension 0 of [3, 4]. Expected 0 to 2.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Numbers.IndexSelect(0, Indices(0, 3))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbers.IndexSelect(0, Indices(-1)));
        Assert.Contains("The dimension is empty.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Zeros([0]).IndexSelect(0, Indices(0))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbers.Gather(1, Tensor.From([4L], [1, 1])));
    }

    [Fact]
    public void Indexing_WhatDoesNotFit_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Numbers.IndexSelect(0, Tensor.Zeros([2])));
        Assert.Contains("use Gather", Assert.Throws<ArgumentException>(() => Numbers.IndexSelect(0, Tensor.From([0L], [1, 1]))).Message);
        Assert.Throws<ArgumentException>(() => Numbers.Gather(0, Indices(0)));
        Assert.Contains("Expected at most 3 in dimension 0",
            Assert.Throws<ArgumentException>(() => Numbers.Gather(1, Tensor.Zeros([4, 1], ElementType.Int64))).Message);
        Assert.Throws<ArgumentException>(() => Tensor.Where(Numbers, Numbers, Numbers));
        Assert.Throws<ArgumentException>(() => Tensor.Where(Indices(0), Numbers, Tensor.Scalar(0, ElementType.Float64)));
        Assert.Throws<ArgumentException>(() => Tensor.Where(Indices(0, 1, 0), Numbers, Numbers));
    }

    private static Tensor Indices(params long[] indices) => Tensor.From(indices, [indices.Length]);
}
