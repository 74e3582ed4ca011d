using Tutti.Learning.Compression;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Compression;

public sealed class LowRankShapeTests
{
    [Fact]
    public void Of_AWeight_IsItsFirstDimensionByTheRest()
    {
        var shape = LowRankShape.Of([64, 32, 3, 3], 4);
        Assert.NotNull(shape);
        Assert.Equal((64, 288, 4), (shape.Rows, shape.Columns, shape.Rank));
        Assert.Equal((64 * 288, 4 * 64, 4 * 288), (shape.MatrixCount, shape.LeftCount, shape.RightCount));
    }

    [Fact]
    public void Of_WhatIsNotSmaller_StaysAsItIs()
    {
        Assert.Null(LowRankShape.Of([], 1));
        Assert.Null(LowRankShape.Of([1000], 1));
        Assert.Null(LowRankShape.Of([0, 10], 1));
        Assert.Null(LowRankShape.Of([1, 1000], 1));
        Assert.Null(LowRankShape.Of([3, 1000], 3));
    }

    [Theory]
    [InlineData(4, 4, 2, false)]
    [InlineData(4, 5, 2, true)]
    [InlineData(100, 100, 50, false)]
    [InlineData(100, 100, 49, true)]
    public void Of_TheBound_IsExact(int rows, int columns, int rank, bool expected) =>
        Assert.Equal(expected, LowRankShape.Of([rows, columns], rank) is not null);

    [Fact]
    public void Of_NoRank_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => LowRankShape.Of([10, 10], 0));
}
