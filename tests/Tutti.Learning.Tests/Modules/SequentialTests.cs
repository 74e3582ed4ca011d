using Tutti.Learning.Modules;
using Tutti.Tensors;
using Tutti.Tensors.Random;

namespace Tutti.Learning.Tests.Modules;

public sealed class SequentialTests
{
    [Fact]
    public void Forward_WithReluBeforePooling_GivesNumbersAndGradientsOfTheLayersOneByOne()
    {
        Module[] layers = [new Conv2d(1, 3, 3), new ReLU(), new MaxPool2d(2), new Conv2d(3, 2, 2), new ReLU(), new Flatten(), new Linear(8, 2)];
        var network = new Sequential(layers);
        network.Initialize(5);
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        var input = Tensor.Normal([4, 1, 8, 8], 0, 1, ref random);

        var fused = Gradients(network, network.Forward(input));
        var value = input;
        foreach (var layer in layers) value = layer.Forward(value);
        Assert.Equal(Gradients(network, value), fused);
    }

    [Fact]
    public void Forward_StartingWithReluBeforePooling_AppliesBoth()
    {
        var network = new Sequential(new ReLU(), new MaxPool2d(2), new Flatten());
        Assert.Equal([0f, 3f], network.Forward(Tensor.From([-1f, -2, -3, -4, -1, 3, 2, 1], [2, 1, 2, 2])).ToArray<float>());
    }

    [Fact]
    public void Constructor_WithoutLayers_IsRefused() => Assert.Throws<ArgumentException>(() => new Sequential());

    private static float[] Gradients(Module network, Tensor output)
    {
        network.ClearGradients();
        (output * output).Sum().Backward();
        return [.. output.ToArray<float>(), .. network.Parameters.SelectMany(parameter => parameter.Value.GradientOrZeros().ToArray<float>())];
    }
}
