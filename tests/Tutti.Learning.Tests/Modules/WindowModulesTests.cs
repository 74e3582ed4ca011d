using Tutti.Learning.Modules;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Modules;

/// <summary>Convolutions and pooling of sequences, transposed convolutions, and means.</summary>
public sealed class WindowModulesTests
{
    [Fact]
    public void Parameters_OfConvolutions_HavePyTorchsNamesShapesAndBounds()
    {
        (Module Module, Shape Weight, int Outputs, int FanIn)[] cases =
        [
            (new Conv1d(4, 6, 5, new() { Groups = 2 }), [6, 2, 5], 6, 10),
            (new ConvTranspose1d(4, 6, 5, new() { Groups = 2 }), [4, 3, 5], 6, 15),
            (new ConvTranspose2d(4, 6, new(5, 3)), [4, 6, 5, 3], 6, 90),
        ];
        foreach (var (module, weight, outputs, fanIn) in cases)
        {
            module.Initialize(1);

            Assert.Equal(["weight", "bias"], module.Parameters.Select(parameter => parameter.Name));
            Assert.Equal(weight, module.Parameters[0].Value.Shape);
            Assert.Equal([outputs], module.Parameters[1].Value.Shape);
            var largest = module.Parameters.Max(parameter => parameter.Value.ToArray<float>().Max(MathF.Abs));
            Assert.InRange(largest, 0.9 / Math.Sqrt(fanIn), 1 / Math.Sqrt(fanIn));
        }
    }

    [Fact]
    public void Forward_OfEveryModule_IsItsOperation()
    {
        Tensor sequence = Ramp([2, 4, 12]), image = Ramp([2, 4, 6, 6]);
        Assert.Equal(sequence.MaxPool1d(3, new() { Stride = 2 }).ToArray<float>(), new MaxPool1d(3, new() { Stride = 2 }).Forward(sequence).ToArray<float>());
        Assert.Equal(sequence.AvgPool1d(3, new() { Padding = 1 }).ToArray<float>(), new AvgPool1d(3, new() { Padding = 1 }).Forward(sequence).ToArray<float>());
        Assert.Equal(image.AvgPool2d(3, new() { Padding = 1 }).ToArray<float>(), new AvgPool2d(3, new() { Padding = 1 }).Forward(image).ToArray<float>());
        Assert.Equal(image.AdaptiveAvgPool2d(2).ToArray<float>(), new AdaptiveAvgPool2d(2).Forward(image).ToArray<float>());
        Assert.Equal(sequence.AdaptiveAvgPool1d(4).ToArray<float>(), new AdaptiveAvgPool1d(4).Forward(sequence).ToArray<float>());
        Assert.Equal([2, 3, 25], Initialized(new ConvTranspose1d(4, 3, 3, new() { Stride = 2 }, bias: false)).Forward(sequence).Shape);
        Assert.Equal([2, 3, 13, 13], Initialized(new ConvTranspose2d(4, 3, 3, new() { Stride = 2 })).Forward(image).Shape);
        Assert.Equal([2, 3, 5], Initialized(new Conv1d(4, 3, 3, new() { Stride = 2 })).Forward(sequence).Shape);
    }

    [Fact]
    public void Sequential_WithReluAround_GivesTheSameAsModulesOneByOne()
    {
        Module[] layers =
        [
            new Conv1d(4, 5, 3), new ReLU(), new ConvTranspose1d(5, 4, 3), new ReLU(), new Conv1d(4, 4, 1), new ReLU(), new MaxPool1d(2),
        ];
        var network = new Sequential(layers);
        network.Initialize(1);
        var value = Ramp([2, 4, 12]);

        var fused = network.Forward(value);
        foreach (var layer in layers) value = layer.Forward(value);

        Assert.Equal(value.ToArray<float>(), fused.ToArray<float>());
    }

    [Fact]
    public void Constructors_WithBadSizes_Throw()
    {
        Assert.Contains("ConvTranspose1d: the groups do not divide the channels. Got 4 channels, 3 outputs, 2 groups.",
            Assert.Throws<ArgumentException>(() => new ConvTranspose1d(4, 3, 3, new() { Groups = 2 })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv1d(0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv1d(1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConvTranspose2d(1, 1, new(1, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaxPool1d(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AvgPool1d(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AvgPool2d(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveAvgPool1d(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveAvgPool2d(0));
    }

    private static TModule Initialized<TModule>(TModule module) where TModule : Module
    {
        module.Initialize(1);
        return module;
    }

    private static Tensor Ramp(Shape shape) =>
        Tensor.From([.. Enumerable.Range(0, shape.ElementCount).Select(i => i * 37 % 101 / 50f - 1)], shape);
}
