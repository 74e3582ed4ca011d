namespace Tutti.Tensors.Tests.Operations;

public sealed class SqueezingTests
{
    [Fact]
    public void Squeeze_DropsDimensionsOfSizeOne()
    {
        var tensor = Tensor.From([1f, 2, 3, 4, 5, 6], [1, 2, 1, 3]);
        Assert.Equal([2, 3], tensor.Squeeze().Shape);
        Assert.Equal([1, 2, 3], tensor.Squeeze(2).Shape);
        Assert.Same(tensor, tensor.Squeeze(1));
        Assert.Equal([1f, 4, 2, 5, 3, 6], tensor.Permute(3, 0, 1, 2).Squeeze().ToArray<float>());
    }

    [Theory]
    [InlineData(0, new[] { 1, 3, 2 })]
    [InlineData(1, new[] { 3, 1, 2 })]
    [InlineData(-1, new[] { 3, 2, 1 })]
    [InlineData(-3, new[] { 1, 3, 2 })]
    public void Unsqueeze_OfAnyMemoryOrder_IsAView(int dimension, int[] expected)
    {
        var tensor = Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3]).Transpose();
        var result = tensor.Unsqueeze(dimension);
        Assert.Equal(expected, result.Shape.ToArray());
        Assert.Equal([1f, 4, 2, 5, 3, 6], result.ToArray<float>());
        Assert.Same(tensor.Storage, result.Storage);
        Assert.True(tensor.Contiguous().Unsqueeze(dimension).IsContiguous);
    }

    [Fact]
    public void Unsqueeze_NoSuchPlace_NamesTheRange() =>
        Assert.Contains("Expected −2 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Zeros([3]).Unsqueeze(2)).Message);
}
