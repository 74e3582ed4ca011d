using BenchmarkDotNet.Attributes;
using Tutti.Tensors;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Random;

namespace Tutti.Benchmarks.Kernels;

/// <summary>Steps of optimizers: one pass over parameters, gradients and memories; in cache and beyond.</summary>
public class OptimizerBenchmarks
{
    private static readonly AdamSettings AdamNumbers = new(0, 0.9, 0.999, 1e-8, 0, false, 1, 1);

    private KernelSet<float> set = null!;
    private float[] parameters = [], gradients = [], first = [], second = [], third = [];

    [Params("reference", "chosen")]
    public string Kernels { get; set; } = "";

    [Params(4_000, 256_000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        set = Kernels == "chosen" ? KernelSelector.Choice.Kernels : KernelSelector.Available.Single(item => item.Name == Kernels);
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        (parameters, gradients) = (new float[Length], new float[Length]);
        (first, second, third) = (new float[Length], new float[Length], new float[Length]);
        for (var i = 0; i < Length; i++)
        {
            (parameters[i], gradients[i]) = (4 * random.NextSingle() - 2, random.NextSingle() + 0.5f);
            (first[i], second[i], third[i]) = (random.NextSingle(), random.NextSingle(), random.NextSingle());
        }
    }

    [Benchmark]
    public void Sgd() => set.SgdStep(parameters, gradients, first, new SgdSettings(0, 0.9, 0, 0, false, false));

    [Benchmark]
    public void Adam() => set.AdamStep(parameters, gradients, first, second, default, AdamNumbers);

    [Benchmark]
    public void AmsGrad() => set.AdamStep(parameters, gradients, first, second, third, AdamNumbers);

    [Benchmark]
    public void RmsProp() => set.RmsPropStep(parameters, gradients, second, default, first, new RmsPropSettings(0, 0.99, 1e-8, 0.9, 0));

    [Benchmark]
    public void Adagrad() => set.AdagradStep(parameters, gradients, third, new AdagradSettings(0, 1e-10, 0));

    [Benchmark]
    public void Adadelta() => set.AdadeltaStep(parameters, gradients, first, second, new AdadeltaSettings(0, 0.9, 1e-6, 0));

    [Benchmark]
    public void Lamb()
    {
        var settings = new LambSettings(0, 0.9, 0.999, 1e-6, 0.01, 1, 1);
        set.LambMoments(parameters, gradients, first, second, settings);
        set.LambStep(parameters, first, second, 0, settings);
    }
}
