using BenchmarkDotNet.Attributes;
using Tutti.Tensors;
using Tutti.Tensors.Operations;
using Tutti.Tensors.Random;

namespace Tutti.Benchmarks.Kernels;

/// <summary>
/// Batch normalisation of images as convolutions give them, forward and backward, on one thread; the kernels by TUTTI_KERNELS.
/// </summary>
public class BatchNormalizationBenchmarks
{
    private Tensor input = null!, weight = null!, bias = null!, mean = null!, variance = null!, upstream = null!;

    [Params(6, 32, 64)]
    public int Channels { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        input = Tensor.Normal([64, 14, 14, Channels], 0.5f, 2, ref random).Permute([0, 3, 1, 2]);
        upstream = Tensor.Normal([64, 14, 14, Channels], 0, 1, ref random).Permute([0, 3, 1, 2]);
        (weight, bias) = (Tensor.Ones([Channels]), Tensor.Zeros([Channels]));
        (mean, variance) = (Tensor.Zeros([Channels]), Tensor.Ones([Channels]));
    }

    [Benchmark]
    public void InUse() => Forward(isTraining: false, withGradient: false);

    [Benchmark]
    public void Training() => Forward(isTraining: true, withGradient: false);

    [Benchmark]
    public void TrainingWithGradient() => Forward(isTraining: true, withGradient: true);

    private void Forward(bool isTraining, bool withGradient)
    {
        using var threads = ComputeThreads.Use(1);
        using var scope = TensorScope.Begin();
        var leaf = input.Detach();
        leaf.RequiresGradient = weight.RequiresGradient = bias.RequiresGradient = withGradient;
        var result = leaf.BatchNorm(weight, bias, mean, variance, isTraining);
        if (withGradient) result.Backward(upstream);
        weight.ClearGradient();
        bias.ClearGradient();
    }
}
