namespace Tutti.Tensors.Tests.Operations;

public sealed class ConcatenationTests
{
    [Fact]
    public void Cat_AnyMemoryOrderAndType_PutsTensorsSideBySide()
    {
        var left = Tensor.From([1L, 2, 3, 4], [2, 2]);
        var right = Tensor.From([5L, 6], [1, 2]).Expand([2, 2]);
        Assert.Equal([1L, 3, 5, 6, 2, 4, 5, 6], Tensor.Cat([left.Transpose(), right], -1).ToArray<long>());
        Assert.Equal([1L, 2, 3, 4, 5, 6, 5, 6], Tensor.Cat([left, right]).ToArray<long>());
    }

    [Fact]
    public void Stack_AnyDimension_AddsIt()
    {
        var (a, b) = (Tensor.From([1.0, 2], [2]), Tensor.From([3.0, 4], [2]));
        Assert.Equal([1.0, 2, 3, 4], Tensor.Stack([a, b]).ToArray<double>());
        var last = Tensor.Stack([a, b, a], -1);
        Assert.Equal([2, 3], last.Shape);
        Assert.Equal([1.0, 3, 1, 2, 4, 2], last.ToArray<double>());
    }

    [Fact]
    public void CatAndStack_WhatDoesNotFit_IsRefused()
    {
        Assert.Contains("no tensors", Assert.Throws<ArgumentException>(() => Tensor.Cat([])).Message);
        Assert.Contains("[2, 3] and, as number 1, [3, 3]",
            Assert.Throws<ArgumentException>(() => Tensor.Cat([Tensor.Zeros([2, 3]), Tensor.Zeros([3, 3])], 1)).Message);
        Assert.Throws<ArgumentException>(() => Tensor.Cat([Tensor.Zeros([2, 3]), Tensor.Zeros([2])], 1));
        Assert.Throws<ArgumentException>(() => Tensor.Cat([Tensor.Zeros([2]), Tensor.Zeros([2], ElementType.Float64)]));
        Assert.Contains("Use Stack", Assert.Throws<ArgumentException>(() => Tensor.Cat([Tensor.Scalar(1)])).Message);
        Assert.Contains("Use Cat", Assert.Throws<ArgumentException>(() => Tensor.Stack([Tensor.Zeros([2]), Tensor.Zeros([3])])).Message);
        Assert.Throws<ArgumentException>(() => Tensor.Stack([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Stack([Tensor.Zeros([2])], 2));
    }
}
