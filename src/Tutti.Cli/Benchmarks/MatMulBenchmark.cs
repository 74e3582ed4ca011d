using Tutti.Tensors;
using Tutti.Tensors.Operations;
using Tutti.Tensors.Random;

namespace Tutti.Cli.Benchmarks;

/// <summary>
/// Times matrix products through the public tensor operations, as users call them; a result is made and released each time.
/// </summary>
internal static class MatMulBenchmark
{
    internal static BenchmarkCase Run(MatMulShape shape, BenchmarkOptions options, CancellationToken cancellation)
    {
        using var threads = ComputeThreads.Use(options.Threads);
        using var pause = NoGradient.Begin();
        var (left, right) = Operands(shape);
        var seconds = Stopwatching.Measure(
            () =>
            {
                using var scope = TensorScope.Begin();
                left.MatMul(right);
            },
            options, cancellation);
        return BenchmarkCase.From(shape.Name, "GFLOP/s", seconds.Select(value => shape.Operations / value * 1e-9));
    }

    private static (Tensor Left, Tensor Right) Operands(MatMulShape shape)
    {
        var random = new CounterRandom(0, RandomPurpose.Synthetic);
        var left = shape.Form == MatMulForm.WeightGradient
            ? Tensor.Normal([shape.K, shape.M], 0, 1, ref random).Transpose()
            : Tensor.Normal([shape.M, shape.K], 0, 1, ref random);
        var right = shape.Form == MatMulForm.Forward
            ? Tensor.Normal([shape.N, shape.K], 0, 1, ref random).Transpose()
            : Tensor.Normal([shape.K, shape.N], 0, 1, ref random);
        return (left, right);
    }
}
