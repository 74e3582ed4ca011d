using Tutti.Tensors.Operations;
using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Operations;

/// <summary>The number of compute threads must not change a bit.</summary>
public sealed class ThreadCountTests
{
    [Fact]
    public void ConvolutionAndPooling_AnyNumberOfThreads_GiveTheSameBits()
    {
        (Shape Input, Shape Weight, Conv2dOptions Options)[] cases =
        [
            ([16, 1, 28, 28], [32, 1, 3, 3], new()), ([16, 24, 14, 14], [48, 24, 3, 3], new() { Padding = 1, Relu = true }),
            ([8, 16, 20, 20], [32, 8, 3, 3], new() { Groups = 2 }), ([16, 64, 16, 16], [48, 64, 1, 1], new()),
        ];
        foreach (var (input, weight, options) in cases)
        {
            var expected = Compute(input, weight, options, 1);
            foreach (var threads in (int[])[2, 3, 5])
            {
                var actual = Compute(input, weight, options, threads);
                for (var i = 0; i < expected.Length; i++)
                    TensorAssert.SameBits(expected[i], actual[i], $"tensor {i} of {input} with {weight} on {threads} threads");
            }
        }
    }

    [Fact]
    public void Autoencoder_AnyNumberOfThreads_GivesTheSameBits()
    {
        var expected = Autoencode(1);
        foreach (var threads in (int[])[2, 3, 5])
        {
            var actual = Autoencode(threads);
            for (var i = 0; i < expected.Length; i++) TensorAssert.SameBits(expected[i], actual[i], $"tensor {i} on {threads} threads");
        }
    }

    // Few columns beside many samples, so that the cut between threads also changes which products are taken together.
    private static Tensor[] Autoencode(int threads)
    {
        using var chosen = ComputeThreads.Use(threads);
        Tensor[] leaves = [Random([96, 1, 80], 1), Random([32, 1, 7], 2), Random([32], 3), Random([40, 32, 9], 4), Random([40, 32, 9], 5), Random([32, 1, 7], 6)];
        foreach (var leaf in leaves) leaf.RequiresGradient = true;
        var narrow = leaves[0].Conv1d(leaves[1], leaves[2], new() { Stride = 2, Padding = 3, Relu = true }).Conv1d(leaves[3], null, new() { Padding = 2 });
        var pooled = narrow.MaxPool1d(3, new() { Stride = 1 }).AvgPool1d(2, new() { Padding = 1 });
        var wide = pooled.ConvTranspose1d(leaves[4], null, new() { Stride = 2, Padding = 3, OutputPadding = 1, Relu = true })
            .ConvTranspose1d(leaves[5], null, new() { Stride = 2, Padding = 3 });
        wide.Backward(Random(wide.Shape, 7));
        return [narrow, pooled, wide, .. leaves.Select(leaf => leaf.Gradient!)];
    }

    [Fact]
    public void CrossEntropyAndBatchNorm_AnyNumberOfThreads_GiveTheSameBits()
    {
        var expected = ComputeClasses(1);
        foreach (var threads in (int[])[2, 3, 5])
        {
            var actual = ComputeClasses(threads);
            for (var i = 0; i < expected.Length; i++) TensorAssert.SameBits(expected[i], actual[i], $"tensor {i} on {threads} threads");
        }
    }

    private static Tensor[] ComputeClasses(int threads)
    {
        using var chosen = ComputeThreads.Use(threads);
        Tensor[] leaves = [Random([3001, 65], 1), Random([65], 2), Random([65], 3)];
        foreach (var leaf in leaves) leaf.RequiresGradient = true;
        var normal = leaves[0].BatchNorm(leaves[1], leaves[2], null, null, isTraining: true);
        var loss = normal.CrossEntropy(Tensor.From([.. Enumerable.Range(0, 3001).Select(row => row % 65L)], [3001]), new() { IgnoredLabel = 5 });
        loss.Backward();
        return [normal, loss, .. leaves.Select(leaf => leaf.Gradient!)];
    }

    [Fact]
    public void ReductionsAndIndices_AnyNumberOfThreads_GiveTheSameBits()
    {
        var expected = Reduce(1);
        foreach (var threads in (int[])[2, 3, 5])
        {
            var actual = Reduce(threads);
            for (var i = 0; i < expected.Length; i++) TensorAssert.SameBits(expected[i], actual[i], $"tensor {i} on {threads} threads");
        }
    }

    private static Tensor[] Reduce(int threads)
    {
        using var chosen = ComputeThreads.Use(threads);
        var x = Random([3, 40, 2003], 1);
        x.RequiresGradient = true;
        var indices = Tensor.From([.. Enumerable.Range(0, 300).Select(i => (long)(i * i % 40))], [300]);
        var places = Tensor.From([.. Enumerable.Range(0, 3 * 30 * 2003).Select(i => (long)i * 31 % 40)], [3, 30, 2003]);
        Tensor[] results =
        [
            x.Sum(), x.Sum([0]), x.Sum([1]), x.Sum([2]), x.Sum([0, 2]), x.Permute(2, 0, 1).Sum([1]), x.Var([0, 2]), x.Var([0]),
            x.Max(0).Values, x.Min(1).Values, x.Max(2).Values, x.IndexSelect(1, indices), x.Select(0, 2).IndexSelect(0, indices),
            x.Gather(1, places),
            x.Select(0, 1).Gather(0, places.Select(0, 0)), x.Softplus() - x.Abs().Sqrt() * x.Pow(3), -x.LeakyRelu().Clamp(-0.5, 0.5),
        ];
        Tensor.Backward(results, [.. results.Select((result, i) => Random(result.Shape, (ulong)i))]);
        return [.. results.Select(result => result.Detach()), x.Gradient!];
    }

    private static Tensor[] Compute(Shape input, Shape weight, Conv2dOptions options, int threads)
    {
        using var chosen = ComputeThreads.Use(threads);
        Tensor[] leaves = [Random(input, 1), Random(weight, 2), Random([weight[0]], 3)];
        foreach (var leaf in leaves) leaf.RequiresGradient = true;
        var largest = leaves[0].Conv2d(leaves[1], leaves[2], options).MaxPool2d(2, new() { Relu = true });
        var mean = largest.AvgPool2d(3, new() { Stride = 1 });
        mean.Backward(Random(mean.Shape, 4));
        return [largest, mean, .. leaves.Select(leaf => leaf.Gradient!)];
    }

    private static Tensor Random(Shape shape, ulong seed) => GradientCheck.Convert(GradientCheck.Uniform(shape, seed: seed), ElementType.Float32);
}
