using Tutti.Learning.Modules;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Modules;

public sealed class SoftplusTests
{
    [Fact]
    public void Forward_AboveTheThreshold_IsTheInput()
    {
        var output = new Softplus(2, 5).Forward(Tensor.From([0f, 3], [2])).ToArray<float>();

        Assert.Equal(MathF.Log(2) / 2, output[0], 1e-6f);
        Assert.Equal(3, output[1]);
    }

    [Fact]
    public void Constructor_BetaOfZero_IsRefused() =>
        Assert.Contains("Got 0.", Assert.Throws<ArgumentOutOfRangeException>(() => new Softplus(0)).Message);
}
