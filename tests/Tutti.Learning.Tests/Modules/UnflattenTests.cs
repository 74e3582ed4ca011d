using Tutti.Learning.Modules;
using Tutti.Tensors;
using Xunit;

namespace Tutti.Learning.Tests.Modules;

public class UnflattenTests
{
    [Fact]
    public void Forward_SplitsTheDimensionInRowMajorOrder()
    {
        var output = new Unflatten(-1, 2, 3).Forward(Tensor.From<float>([0, 1, 2, 3, 4, 5], [1, 6]));

        Assert.Equal(Shape.Create([1, 2, 3]), output.Shape);
        Assert.Equal([0, 1, 2, 3, 4, 5], output.ToArray<float>());
    }

    [Fact]
    public void Forward_OtherProduct_NamesSizesAndDimension()
    {
        var problem = Assert.Throws<ArgumentException>(() => new Unflatten(1, 2, 2).Forward(Tensor.Zeros([1, 6])));

        Assert.Contains("[2, 2]", problem.Message);
        Assert.Contains("product is 6", problem.Message);
    }

    [Fact]
    public void Forward_OneSizeLeftOpen_TakesWhatIsLeft()
    {
        Assert.Equal(Shape.Create([5, 2, 3]), new Unflatten(1, -1, 3).Forward(Tensor.Zeros([5, 6])).Shape);
        Assert.Equal(Shape.Create([2, 3, 4]), new Unflatten(0, 2, -1).Forward(Tensor.Zeros([6, 4])).Shape);
        Assert.Throws<ArgumentException>(() => new Unflatten(1, -1, 4).Forward(Tensor.Zeros([5, 6])));
        Assert.Throws<ArgumentException>(() => new Unflatten(1, -1, -1).Forward(Tensor.Zeros([5, 6])));
        Assert.Throws<ArgumentException>(() => new Unflatten(1, -1, 0).Forward(Tensor.Zeros([5, 6])));
    }
}
