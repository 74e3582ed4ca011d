using BenchmarkDotNet.Attributes;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Random;

namespace Tutti.Benchmarks.Kernels;

/// <summary>GELU with and without its derivative, layer normalisation of rows of 128 and its gradient, dropout; in cache and beyond.</summary>
public class TransformerBenchmarks
{
    private const int Columns = 128;

    private readonly Dropper dropper = new(0.1, new CounterRandom(1, RandomPurpose.Dropout));
    private KernelSet<float> set = null!;
    private float[] left = [], right = [], result = [], row = [], sums = [], means = [], scales = [];

    [Params("reference", "chosen")]
    public string Kernels { get; set; } = "";

    [Params(4_096, 524_288)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        set = Kernels == "chosen" ? KernelSelector.Choice.Kernels : KernelSelector.Available.Single(item => item.Name == Kernels);
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        (left, right, result) = (new float[Length], new float[Length], new float[Length]);
        (row, sums, means, scales) = (new float[Columns], new float[Columns], new float[Length / Columns], new float[Length / Columns]);
        for (var i = 0; i < Length; i++) (left[i], right[i]) = (4 * random.NextSingle() - 2, random.NextSingle() + 0.5f);
        row.AsSpan().Fill(0.5f);
    }

    [Benchmark(Baseline = true)]
    public void Gelu() => set.Gelu(left, result, default);

    [Benchmark]
    public void GeluWithSlopes() => set.Gelu(left, result, right);

    [Benchmark]
    public void GeluTanh() => set.GeluTanh(left, result, default);

    [Benchmark]
    public void LayerNorm() => set.LayerNorm(left, Columns, row, row, 1e-5f, result, means, scales);

    [Benchmark]
    public void LayerNormGradient() => set.LayerNormGradient(left, right, Columns, row, means, scales, false, result, sums, sums);

    [Benchmark]
    public void Drop() => set.Drop(left, dropper, 0, result);
}
