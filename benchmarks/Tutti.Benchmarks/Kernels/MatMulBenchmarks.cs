using BenchmarkDotNet.Attributes;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Operations;
using Tutti.Tensors.Random;

namespace Tutti.Benchmarks.Kernels;

/// <summary>
/// One thread, the shapes of a training step with weights stored [out, in]: y = x·Wᵀ, dW = dyᵀ·x and dX = dy·W, and squares. The
/// vector kernels stand or fall by their ratio to the reference, and to the peak of lanes · 2 · multiply-adds a cycle · clock.
/// </summary>
[MemoryDiagnoser]
public class MatMulBenchmarks
{
    private KernelSet<float> kernels = null!, reference = null!;
    private float[] a = [], b = [], c = [];

    public static IEnumerable<MatMulShape> Shapes =>
    [
        .. MatMulShape.OfLayer("linear 784-256", 64, 784, 256),
        .. MatMulShape.OfLayer("linear 256-128", 64, 256, 128),
        .. MatMulShape.OfLayer("linear 128-10", 64, 128, 10),
        .. MatMulShape.OfLayer("linear 1600-128", 64, 1600, 128),
        .. MatMulShape.OfLayer("convolution 32-64", 7744, 288, 64),
        .. MatMulShape.OfLayer("convolution 1-32", 43264, 9, 32),
        new("square 256", 256, 256, 256, false, false),
        new("square 1024", 1024, 1024, 1024, false, false),
    ];

    [ParamsSource(nameof(Shapes))]
    public MatMulShape Shape { get; set; } = null!;

    [GlobalSetup]
    public void Fill()
    {
        kernels = KernelSelector.Choice.Kernels;
        reference = KernelSelector.Available.Single(set => set.Name == "reference");
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        (a, b, c) = (new float[Shape.M * Shape.K], new float[Shape.K * Shape.N], new float[Shape.M * Shape.N]);
        for (var i = 0; i < a.Length; i++) a[i] = random.NextSingle() - 0.5f;
        for (var i = 0; i < b.Length; i++) b[i] = random.NextSingle() - 0.5f;
    }

    [Benchmark(Baseline = true)]
    public void Reference() => Run(reference);

    [Benchmark]
    public void Vector() => Run(kernels);

    private void Run(KernelSet<float> set)
    {
        using var scope = ComputeThreads.Use(1);
        var (m, n, k) = (Shape.M, Shape.N, Shape.K);
        MatMulDriver.Run(
            set, m, n, k,
            a, Shape.TransposeA ? 1 : k, Shape.TransposeA ? m : 1,
            b, Shape.TransposeB ? 1 : n, Shape.TransposeB ? k : 1,
            c, n, default);
    }
}
