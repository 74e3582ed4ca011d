namespace Tutti.Tensors.Tests.Shapes;

public sealed class ShapeTests
{
    [Fact]
    public void Default_IsAScalarWithOneElement()
    {
        Shape shape = default;
        Assert.Equal(0, shape.Rank);
        Assert.Equal(1, shape.ElementCount);
        Assert.Equal("[]", shape.ToString());
        Assert.Equal(Shape.Create([]), shape);
    }

    [Fact]
    public void Indexer_CountsFromEitherEnd()
    {
        Shape shape = [2, 3, 5];
        Assert.Equal((2, 5, 3, 2), (shape[0], shape[-1], shape[-2], shape[-3]));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => shape[3]);
        Assert.Contains("[2, 3, 5]", error.Message);
    }

    [Fact]
    public void ElementCount_WithAnEmptyDimension_IsZeroHoweverLargeTheOthers()
    {
        Assert.Equal(0, Shape.Create([0, int.MaxValue, int.MaxValue]).ElementCount);
        Assert.Equal(30, Shape.Create([2, 3, 5]).ElementCount);
    }

    [Theory]
    [InlineData(new[] { 1, -1 }, "negative")]
    [InlineData(new[] { 65536, 65536 }, "too many elements")]
    [InlineData(new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1 }, "too many dimensions")]
    public void Create_WithImpossibleSizes_SaysWhatIsWrong(int[] sizes, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => Shape.Create(sizes)).Message);

    [Fact]
    public void Normalize_NoSuchDimension_SaysWhichThereAre()
    {
        Assert.Contains(
            "Got 2 for [4, 5]. Expected −2 to 1.", Assert.Throws<ArgumentOutOfRangeException>(() => Shape.Create([4, 5]).Normalize(2)).Message);
        Assert.Contains("A single number has none.", Assert.Throws<ArgumentOutOfRangeException>(() => Shape.Create([]).Normalize(0)).Message);
    }

    [Fact]
    public void Equality_ComparesDimensions()
    {
        Assert.True(Shape.Create([2, 3]) == [2, 3]);
        Assert.True(Shape.Create([2, 3]) != [3, 2]);
        Assert.True(Shape.Create([2]) != [2, 1]);
        Assert.Equal(Shape.Create([4, 5]).GetHashCode(), Shape.Create([4, 5]).GetHashCode());
    }

    [Fact]
    public void Common_BroadcastsAlignedAtTheLastDimension()
    {
        Assert.Equal([4, 2, 3], Broadcasting.Common("Add", [2, 1], [4, 1, 3]));
        Assert.Equal([0, 3], Broadcasting.Common("Add", [0, 1], [3]));
        var error = Assert.Throws<ArgumentException>(() => Broadcasting.Common("Add", [32, 10], [32, 8]));
        Assert.Contains("[32, 10]", error.Message);
        Assert.Contains("[32, 8]", error.Message);
    }

    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 3, 1 }, true)]
    [InlineData(new[] { 2, 3 }, new[] { 1, 2 }, true)]
    [InlineData(new[] { 2, 3 }, new[] { 6, 2 }, false)]
    [InlineData(new[] { 2, 3 }, new[] { 0, 1 }, false)]
    [InlineData(new[] { 1, 3 }, new[] { 77, 1 }, true)]
    public void IsDense_SaysWhetherTheElementsFillOneStretch(int[] shape, int[] strides, bool expected) =>
        Assert.Equal(expected, new Strides(strides).IsDense(Shape.Create(shape)));
}
