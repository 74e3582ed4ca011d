using BenchmarkDotNet.Attributes;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Random;

namespace Tutti.Benchmarks.Kernels;

/// <summary>Losses of single elements and sums of whole spans; in cache and beyond.</summary>
public class LossBenchmarks
{
    private static readonly DifferenceLoss Squared = new(DifferenceLossKind.Squared), Huber = new(DifferenceLossKind.Huber, 0.5);

    private KernelSet<float> set = null!;
    private float[] left = [], right = [], result = [];

    [Params("reference", "chosen")]
    public string Kernels { get; set; } = "";

    [Params(2_048, 256_000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        set = Kernels == "chosen" ? KernelSelector.Choice.Kernels : KernelSelector.Available.Single(item => item.Name == Kernels);
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        (left, right, result) = (new float[Length], new float[Length], new float[Length]);
        for (var i = 0; i < Length; i++) (left[i], right[i]) = (8 * random.NextSingle() - 4, random.NextSingle());
    }

    [Benchmark]
    public void SquaredLoss() => set.DifferenceLosses(Squared, left, right, result);

    [Benchmark]
    public void HuberLoss() => set.DifferenceLosses(Huber, left, right, result);

    [Benchmark]
    public void HuberLossGradient() => set.DifferenceLossGradients(Huber, left, right, 0.1f, result);

    [Benchmark]
    public void BinaryCrossEntropy() => set.BinaryCrossEntropies(left, right, default, default, result);

    [Benchmark]
    public void BinaryCrossEntropyGradient() => set.BinaryCrossEntropyGradients(left, right, default, default, 0.1f, result);

    [Benchmark]
    public double Total() => set.Total(left);

    [Benchmark]
    public double SquaredNorm() => set.SquaredNorm(left);
}
