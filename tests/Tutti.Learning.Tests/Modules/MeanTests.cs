using Tutti.Learning.Modules;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Modules;

public sealed class MeanTests
{
    [Fact]
    public void Forward_OfASequence_AveragesItsSteps()
    {
        var output = new Mean(1).Forward(Tensor.From([1f, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]));

        Assert.Equal([2, 2], output.Shape);
        Assert.Equal([2f, 3, 6, 7], output.ToArray<float>());
    }
}
