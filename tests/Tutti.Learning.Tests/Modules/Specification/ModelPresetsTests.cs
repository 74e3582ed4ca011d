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
    public void Create_OfEveryClassifier_ComputesLogits()
    {
        foreach (var name in ModelPresets.Names.Where(name => ModelPresets.TaskOf(name) == ModelTask.Classification && name != "lstm"))
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

    [Fact]
    public void Create_ForSamplesThatAreNoImages_SaysSo() =>
        Assert.Contains("not images", Assert.Throws<ArgumentException>(() => ModelPresets.Create("cnn", [140], 10)).Message);

    [Theory]
    [InlineData("cnn", 9, "layer 5 (MaxPool2d). Got [64, 1, 1]", "samples [1, 9, 9]. Expected at least [64, 2, 2]")]
    [InlineData("cnn", 2, "layer 0 (Conv2d). Got [1, 2, 2]", "Expected at least [1, 3, 3]")]
    [InlineData("lenet", 8, "layer 3 (Conv2d). Got [6, 4, 4]", "Expected at least [6, 5, 5]")]
    [InlineData("cnn-fedavg", 3, "layer 5 (MaxPool2d). Got [64, 1, 1]", "Expected at least [64, 2, 2]")]
    public void Create_ImagesThatAreTooSmall_NamesTheLayerAndBothShapes(string name, int size, string layer, string shapes)
    {
        var error = Assert.Throws<ArgumentException>(() => ModelPresets.Create(name, [1, size, size], 10));

        Assert.Contains(layer, error.Message);
        Assert.Contains(shapes, error.Message);
        Assert.Contains("'mlp'", error.Message);
    }

    [Theory]
    [InlineData("cnn", 10)]
    [InlineData("lenet", 12)]
    [InlineData("cnn-fedavg", 4)]
    public void Create_TheSmallestImagesThatFit_MakesAModel(string name, int size)
    {
        var network = ModelPresets.Create(name, [1, size, size], 2).Build();
        network.Initialize(1);

        Assert.Equal([1, 2], network.Forward(Tensor.From(new float[size * size], [1, 1, size, size])).Shape);
    }

    [Fact]
    public void Create_OneClass_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => ModelPresets.Create("mlp", [1, 2, 2], 1));

        Assert.Contains("Got 1 classes. Expected at least 2.", error.Message);
    }
}
