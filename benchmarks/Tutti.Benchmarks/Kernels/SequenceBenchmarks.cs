using BenchmarkDotNet.Attributes;
using Tutti.Tensors;
using Tutti.Tensors.Operations;
using Tutti.Tensors.Random;

namespace Tutti.Benchmarks.Kernels;

/// <summary>The layers of the convolutional autoencoder at batch 64 on one thread, forward and with gradients.</summary>
[MemoryDiagnoser]
public class SequenceBenchmarks
{
    private Tensor input = null!, weight = null!, bias = null!;
    private bool isTransposed;

    /// <summary>Channels × length, to (or, transposed, from) filters, kernel; all with stride 2 and padding 3.</summary>
    [Params("1x140 to 32, 7", "32x70 to 16, 7", "16x35 from 32, 7", "32x70 from 1, 7")]
    public string Layer { get; set; } = "";

    [GlobalSetup]
    public void Fill()
    {
        isTransposed = Layer.Contains("from", StringComparison.Ordinal);
        var (channels, length, filters) = Layer switch
        {
            "1x140 to 32, 7" => (1, 140, 32),
            "32x70 to 16, 7" => (32, 70, 16),
            "16x35 from 32, 7" => (16, 35, 32),
            _ => (32, 70, 1),
        };
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        // Channels last, as a layer before would leave them.
        input = Tensor.Uniform([64, length, channels], -1, 1, ref random).Permute(0, 2, 1);
        weight = Tensor.Uniform(isTransposed ? [channels, filters, 7] : [filters, channels, 7], -1, 1, ref random);
        bias = Tensor.Uniform([filters], -1, 1, ref random);
        weight.RequiresGradient = bias.RequiresGradient = true;
    }

    [Benchmark]
    public void Forward()
    {
        using var threads = ComputeThreads.Use(1);
        using var scope = TensorScope.Begin();
        using var pause = NoGradient.Begin();
        Compute(input);
    }

    [Benchmark]
    public void ForwardAndBackward()
    {
        using var threads = ComputeThreads.Use(1);
        using var scope = TensorScope.Begin();
        var sequences = input.Detach();
        sequences.RequiresGradient = input.Shape[1] > 1;
        weight.ClearGradient();
        bias.ClearGradient();
        var result = Compute(sequences);
        result.Backward(result.Detach());
    }

    private Tensor Compute(Tensor sequences) => isTransposed
        ? sequences.ConvTranspose1d(weight, bias, new() { Stride = 2, Padding = 3, OutputPadding = 1, Relu = bias.ElementCount > 1 })
        : sequences.Conv1d(weight, bias, new() { Stride = 2, Padding = 3, Relu = true });
}
