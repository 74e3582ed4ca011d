using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Tests.Kernels;

public sealed class ComputeKernelsTests
{
    [Fact]
    public void Name_Always_IsOneOfThoseAvailable()
    {
        Assert.Contains(ComputeKernels.Name, ComputeKernels.Available);
        Assert.NotEmpty(ComputeKernels.Reason);
    }

    [Fact]
    public void Available_Always_EndsWithTheReference() => Assert.Equal("reference", ComputeKernels.Available[^1]);
}
