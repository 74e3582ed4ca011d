using BenchmarkDotNet.Attributes;
using Tutti.Tensors;
using Tutti.Tensors.Operations;
using Tutti.Tensors.Random;

namespace Tutti.Benchmarks.Kernels;

/// <summary>The convolution and pooling layers of the presets at batch 64 on one thread, forward and with gradients.</summary>
[MemoryDiagnoser]
public class ConvolutionBenchmarks
{
    private Tensor images = null!, weight = null!, bias = null!;
    private Conv2dOptions options = null!;

    /// <summary>Input channels, image size, filters, kernel, padding.</summary>
    [Params("1x28 to 32, 3", "32x13 to 64, 3", "1x28 to 6, 5", "6x14 to 16, 5")]
    public string Layer { get; set; } = "";

    [GlobalSetup]
    public void Fill()
    {
        var (channels, size, filters, kernel, padding) = Layer switch
        {
            "1x28 to 32, 3" => (1, 28, 32, 3, 0),
            "32x13 to 64, 3" => (32, 13, 64, 3, 0),
            "1x28 to 6, 5" => (1, 28, 6, 5, 2),
            _ => (6, 14, 16, 5, 0),
        };
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        // Channels last, as a layer before would leave them.
        images = Tensor.Uniform([64, size, size, channels], -1, 1, ref random).Permute(0, 3, 1, 2);
        weight = Tensor.Uniform([filters, channels, kernel, kernel], -1, 1, ref random);
        bias = Tensor.Uniform([filters], -1, 1, ref random);
        weight.RequiresGradient = bias.RequiresGradient = true;
        options = new() { Padding = padding };
    }

    [Benchmark]
    public void Forward()
    {
        using var threads = ComputeThreads.Use(1);
        using var scope = TensorScope.Begin();
        using var pause = NoGradient.Begin();
        images.Conv2d(weight, bias, options).MaxPool2d(2, new() { Relu = true });
    }

    [Benchmark]
    public void ForwardAndBackward()
    {
        using var threads = ComputeThreads.Use(1);
        using var scope = TensorScope.Begin();
        var input = images.Detach();
        input.RequiresGradient = images.Shape[1] > 1;
        weight.ClearGradient();
        bias.ClearGradient();
        var result = input.Conv2d(weight, bias, options).MaxPool2d(2, new() { Relu = true });
        result.Backward(result.Detach());
    }
}
