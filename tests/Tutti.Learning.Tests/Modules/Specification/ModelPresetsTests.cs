using Tutti.Learning.Modules.Specification;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Modules.Specification;

public sealed class ModelPresetsTests
{
    [Theory]
    [InlineData("mlp", 235_146)]        // 784·256+256 + 256·128+128 + 128·10+10
    [InlineData("2nn", 199_210)]        // the count the FedAvg paper gives
    [InlineData("cnn", 225_034)]        // 320 + 18,496 + 1600·128+128 + 1,290
    [InlineData("lenet", 51_902)]       // 156 + 2,416 + 400·120+120 + 1,210
    [InlineData("cnn-fedavg", 1_663_370)] // the count the FedAvg paper gives
    public void Create_ForMnist_HasTheKnownNumberOfWeights(string name, long expected) =>
        Assert.Equal(expected, ModelPresets.Create(name, [1, 28, 28], 10).Build().WeightCount);

    [Fact]
    public void Create_OfEveryPreset_ComputesLogits()
    {
        foreach (var name in ModelPresets.Names)
        {
            var network = ModelPresets.Create(name, [3, 32, 32], 7).Build();
            network.Initialize(1);
            Assert.Equal([2, 7], network.Forward(Tensor.Ones([2, 3, 32, 32])).Shape);
        }
    }

    [Fact]
    public void Create_WithAnUnknownName_NamesTheNearest()
    {
        var error = Assert.Throws<ArgumentException>(() => ModelPresets.Create("lenett", [1, 28, 28], 10));
        Assert.Contains("'lenett'", error.Message);
        Assert.Contains("Did you mean 'lenet'?", error.Message);
    }

    [Theory]
    [InlineData(new[] { 140 }, "not images")]
    [InlineData(new[] { 1, 6, 6 }, "too small")]
    public void Create_ForSamplesThatDoNotFit_SaysWhy(int[] shape, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => ModelPresets.Create("cnn", Shape.Create(shape), 10)).Message);
}
