using Tutti.Learning.Modules;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Modules;

public sealed class SelectTests
{
    [Fact]
    public void Forward_OfASequence_TakesTheLastStep()
    {
        var output = new Select(1, -1).Forward(Tensor.From([1f, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]));

        Assert.Equal([2, 2], output.Shape);
        Assert.Equal([3f, 4, 7, 8], output.ToArray<float>());
    }

    [Fact]
    public void Forward_NoSuchStep_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Select(1, 2).Forward(Tensor.Zeros([2, 2])));
}
