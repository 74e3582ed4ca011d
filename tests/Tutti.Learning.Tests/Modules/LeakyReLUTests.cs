using Tutti.Learning.Modules;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Modules;

public sealed class LeakyReLUTests
{
    [Fact]
    public void Forward_NegativeNumbers_AreScaled()
    {
        var input = Tensor.From([-4f, 0, 4], [3]);

        Assert.Equal([-1f, 0, 4], new LeakyReLU(0.25).Forward(input).ToArray<float>());
        Assert.Equal([-0.04f, 0, 4], new LeakyReLU().Forward(input).ToArray<float>());
    }
}
