using BenchmarkDotNet.Attributes;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Random;

namespace Tutti.Benchmarks.Kernels;

/// <summary>Functions of one number and of constants, in cache and beyond.</summary>
public class PointFunctionBenchmarks
{
    private KernelSet<float> set = null!;
    private float[] values = [], upstream = [], result = [];

    [Params("reference", "chosen")]
    public string Kernels { get; set; } = "";

    [Params(4_000, 256_000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        set = Kernels == "chosen" ? KernelSelector.Choice.Kernels : KernelSelector.Available.Single(item => item.Name == Kernels);
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        (values, upstream, result) = (new float[Length], new float[Length], new float[Length]);
        for (var i = 0; i < Length; i++) (values[i], upstream[i]) = (4 * random.NextSingle() - 2, random.NextSingle() + 0.5f);
    }

    [Benchmark]
    public void Log() => set.Log(upstream, result);

    [Benchmark]
    public void Sqrt() => set.Sqrt(upstream, result);

    [Benchmark]
    public void SqrtGradient() => set.SqrtGradient(upstream, values, result);

    [Benchmark]
    public void Abs() => set.Abs(values, result);

    [Benchmark]
    public void AbsGradient() => set.AbsGradient(values, upstream, result);

    [Benchmark]
    public void LeakyRelu() => set.LeakyRelu(values, 0.01f, result);

    [Benchmark]
    public void LeakyReluGradient() => set.LeakyReluGradient(values, upstream, 0.01f, result);

    [Benchmark]
    public void Softplus() => set.Softplus(values, 1, 20, result);

    [Benchmark]
    public void SoftplusGradient() => set.SoftplusGradient(values, upstream, 1, 20, result);

    [Benchmark]
    public void Clamp() => set.Clamp(values, -1, 1, result);

    [Benchmark]
    public void ClampGradient() => set.ClampGradient(values, upstream, -1, 1, result);

    [Benchmark]
    public void Square() => set.Pow(values, 2, result);

    [Benchmark]
    public void ReciprocalRoot() => set.Pow(upstream, -0.5f, result);

    [Benchmark]
    public void CubeGradient() => set.PowGradient(values, upstream, 3, result);
}
