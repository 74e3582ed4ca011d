using BenchmarkDotNet.Attributes;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Random;

namespace Tutti.Benchmarks.Kernels;

/// <summary>One pass over memory: arithmetic, activations, softmax of rows of 10; in cache and beyond.</summary>
public class ElementwiseBenchmarks
{
    private KernelSet<float> set = null!;
    private float[] left = [], right = [], result = [];

    [Params("reference", "chosen")]
    public string Kernels { get; set; } = "";

    [Params(4_000, 256_000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        set = Kernels == "chosen" ? KernelSelector.Choice.Kernels : KernelSelector.Available.Single(item => item.Name == Kernels);
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        (left, right, result) = (new float[Length], new float[Length], new float[Length]);
        for (var i = 0; i < Length; i++) (left[i], right[i]) = (4 * random.NextSingle() - 2, random.NextSingle() + 0.5f);
    }

    [Benchmark]
    public void Add() => set.Add(left, right, result);

    [Benchmark]
    public void Relu() => set.Relu(left, result);

    [Benchmark]
    public void Exp() => set.Exp(left, result);

    [Benchmark]
    public void Sigmoid() => set.Sigmoid(left, result);

    [Benchmark]
    public void Tanh() => set.Tanh(left, result);

    [Benchmark]
    public void SoftmaxOfTen() => set.Softmax(left, 10, result, default, default);
}
