namespace Tutti.Tensors.Tests.Operations;

public sealed class SlicingTests
{
    private static readonly Tensor Numbers = Tensor.From([.. Enumerable.Range(0, 12).Select(i => (float)i)], [3, 4]);

    [Theory]
    [InlineData(0, 1, 2, new float[] { 4, 5, 6, 7, 8, 9, 10, 11 })]
    [InlineData(-1, -2, 1, new float[] { 2, 6, 10 })]
    [InlineData(1, 4, 0, new float[] { })]
    public void Narrow_PartOfADimension_ShowsItsElements(int dimension, int start, int length, float[] expected) =>
        Assert.Equal(expected, Numbers.Narrow(dimension, start, length).ToArray<float>());

    [Theory]
    [InlineData(null, null, 2, new float[] { 0, 2, 4, 6, 8, 10 })]
    [InlineData(1, null, 3, new float[] { 1, 5, 9 })]
    [InlineData(-3, -1, 1, new float[] { 1, 2, 5, 6, 9, 10 })]
    [InlineData(-99, 99, 3, new float[] { 0, 3, 4, 7, 8, 11 })]
    [InlineData(3, 1, 1, new float[] { })]
    [InlineData(1, 2, int.MaxValue, new float[] { 1, 5, 9 })]
    public void Slice_BoundsAsInPython_ShowsTheElements(int? start, int? end, int step, float[] expected) =>
        Assert.Equal(expected, Numbers.Slice(1, start, end, step).ToArray<float>());

    [Fact]
    public void Slice_WrittenTo_ChangesTheTensor()
    {
        var tensor = Tensor.Zeros([2, 3], ElementType.Int64);
        tensor.Select(0, 1).AsSpan<long>().Fill(7);
        Assert.Equal([0L, 0, 0, 7, 7, 7], tensor.ToArray<long>());
    }

    [Fact]
    public void Select_Negative_CountsFromTheEnd()
    {
        var last = Numbers.Select(-1, -1);
        Assert.Equal([3], last.Shape);
        Assert.Equal([3f, 7, 11], last.ToArray<float>());
        Assert.Equal(6, Numbers.Select(0, 1).Select(0, 2).ToScalar());
    }

    [Fact]
    public void SplitAndChunk_SizeThatDoesNotDivide_LeaveTheRestToTheLast()
    {
        Assert.Equal([3, 1], Numbers.Split(3, 1).Select(part => part.Shape[1]));
        Assert.Equal([1, 0, 3], Numbers.Split([1, 0, 3], -1).Select(part => part.Shape[1]));
        Assert.Equal([2, 2], Numbers.Chunk(3, 1).Select(part => part.Shape[1]));
        Assert.Equal([2f, 6, 10], Numbers.Split(2, 1)[1].Select(1, 0).ToArray<float>());
        Assert.Equal([[0, 4]], Tensor.Zeros([0, 4]).Chunk(3).Select(part => part.Shape));
    }

    [Fact]
    public void Slicing_OutsideTheDimension_NamesWhatThereIs()
    {
        Assert.Contains("start 2 and length 2", Assert.Throws<ArgumentOutOfRangeException>(() => Numbers.Narrow(0, 2, 2)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbers.Narrow(0, -4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbers.Narrow(0, 0, -1));
        Assert.Contains("step 0", Assert.Throws<ArgumentOutOfRangeException>(() => Numbers.Slice(0, step: 0)).Message);
        Assert.Contains("Expected −4 to 3", Assert.Throws<ArgumentOutOfRangeException>(() => Numbers.Select(1, 4)).Message);
        Assert.Contains("is empty", Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Zeros([0, 2]).Select(0, 0)).Message);
        Assert.Contains("add up to 4", Assert.Throws<ArgumentException>(() => Numbers.Split([1, 2], 1)).Message);
        Assert.Contains("add up to 4", Assert.Throws<ArgumentException>(() => Numbers.Split([5, -1], 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbers.Split(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbers.Chunk(0));
        Assert.Contains("no dimension", Assert.Throws<ArgumentException>(() => Tensor.Scalar(1).Select(0, 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbers.Slice(2));
    }
}
