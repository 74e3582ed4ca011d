using BenchmarkDotNet.Attributes;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Random;

namespace Tutti.Benchmarks.Kernels;

/// <summary>
/// One head of attention with rows far apart, as heads side by side have them: forward, and the gradient with saved weights and with weights
/// computed again.
/// </summary>
public class AttentionBenchmarks
{
    private const int Width = 32, Stride = 384;

    private KernelSet<float> set = null!;
    private float[] packed = [], result = [], gradient = [], weights = [];

    [Params("reference", "chosen")]
    public string Kernels { get; set; } = "";

    [Params(64, 512)]
    public int Time { get; set; }

    [Params(false, true)]
    public bool IsCausal { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        set = Kernels == "chosen" ? KernelSelector.Choice.Kernels : KernelSelector.Available.Single(item => item.Name == Kernels);
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        (packed, result, gradient) = (new float[Time * Stride], new float[Time * Stride], new float[Time * Stride]);
        weights = new float[Time * AttentionBlock<float>.RowStrideOf(Time)];
        foreach (ref var value in packed.AsSpan()) value = random.NextNormal();
        Forward();
    }

    [Benchmark(Baseline = true)]
    public void Forward() => set.Attend(Block(), weights, result, Stride);

    [Benchmark]
    public void GradientFromSavedWeights() => set.AttendGradient(Block(), weights, Gradients());

    [Benchmark]
    public void GradientFromWeightsComputedAgain() => set.AttendGradient(Block(), default, Gradients());

    private AttentionBlock<float> Block() => new()
    {
        Query = packed, QueryStride = Stride, Key = packed.AsSpan(128), KeyStride = Stride, Value = packed.AsSpan(256), ValueStride = Stride,
        Queries = Time, Keys = Time, Width = Width, ValueWidth = Width, Scale = 0.2f, IsCausal = IsCausal,
    };

    private AttentionGradients<float> Gradients() => new()
    {
        Upstream = result, UpstreamStride = Stride, Query = gradient, QueryStride = Stride,
        Key = gradient.AsSpan(128), KeyStride = Stride, Value = gradient.AsSpan(256), ValueStride = Stride,
    };
}
