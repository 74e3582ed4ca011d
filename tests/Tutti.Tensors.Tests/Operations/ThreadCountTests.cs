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
