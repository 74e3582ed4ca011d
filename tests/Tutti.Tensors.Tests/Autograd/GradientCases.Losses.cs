namespace Tutti.Tensors.Tests.Autograd;

public static partial class GradientCases
{
    private static LossReduction[] Reductions => [LossReduction.Mean, LossReduction.Sum, LossReduction.None];

    private static IEnumerable<GradientCase> Losses() => [.. Softmaxes(), .. CrossEntropies(), .. SquaredErrors()];

    private static IEnumerable<GradientCase> Softmaxes()
    {
        (string Name, Func<Tensor, int, Tensor> Apply)[] functions =
            [("softmax", (x, dimension) => x.Softmax(dimension)), ("log_softmax", (x, dimension) => x.LogSoftmax(dimension))];
        foreach (var (name, apply) in functions)
        {
            foreach (var (shape, dimension) in ((Shape, int)[])[([5], 0), ([3, 10], -1), ([3, 4], 0), ([2, 3, 4], 1), ([2, 1], 1), ([0, 3], 1)])
                yield return new(name, $"{shape} along {dimension}", x => apply(x[0], dimension), [Uniform(shape, -3, 3)]);
            yield return new(name, "transposed", x => apply(x[0].Transpose(), -1), [Uniform([4, 3], -3, 3)]);
            yield return new(name, "summed", x => (apply(x[0], -1) * x[1]).Sum(), [Uniform([3, 4], -3, 3), Uniform([4], seed: 2)]);
        }
    }

    private static IEnumerable<GradientCase> CrossEntropies()
    {
        var labels = Tensor.From([1L, 0, 3, 2, 3], [5]);
        var pixels = Tensor.From([1L, 0, 3, 2, 3, 1], [2, 3]);
        foreach (var reduction in Reductions)
        {
            var plain = new CrossEntropyOptions { Reduction = reduction };
            foreach (var options in Variants(plain))
            {
                yield return new("cross_entropy", $"labels, {options}", x => x[0].CrossEntropy(labels, Fit(options, x[0])), [Uniform([5, 4], -3, 3)]);
                yield return new("cross_entropy", $"pixels, {options}", x => x[0].CrossEntropy(pixels, Fit(options, x[0])), [Uniform([2, 4, 3], -3, 3)]);
            }
            yield return new("cross_entropy", $"transposed, {reduction}", x => x[0].Transpose().CrossEntropy(labels, plain), [Uniform([4, 5], -3, 3)]);
            yield return new("cross_entropy", $"probabilities, {reduction}", x => x[0].CrossEntropy(
                TestKit.GradientCheck.Convert(Uniform([3, 4], 0, 0.5, seed: 9), x[0].ElementType),
                Fit(plain with { LabelSmoothing = 0.2, ClassWeights = Uniform([4], 0.5, 2, seed: 3) }, x[0])), [Uniform([3, 4], -3, 3)]);
        }
        yield return new("cross_entropy", "no rows", x => x[0].CrossEntropy(Tensor.From(Array.Empty<long>(), [0]),
            new() { Reduction = LossReduction.Sum }), [Uniform([0, 4])]);
        yield return new("cross_entropy", "one class", x => x[0].CrossEntropy(Tensor.From([0L, 0], [2])), [Uniform([2, 1])]);
    }

    private static IEnumerable<CrossEntropyOptions> Variants(CrossEntropyOptions plain)
    {
        var weights = Uniform([4], 0.5, 2, seed: 3);
        yield return plain;
        yield return plain with { LabelSmoothing = 0.1 };
        yield return plain with { IgnoredLabel = 3 };
        yield return plain with { ClassWeights = weights };
        yield return plain with { ClassWeights = weights, LabelSmoothing = 0.3, IgnoredLabel = 0 };
    }

    private static CrossEntropyOptions Fit(CrossEntropyOptions options, Tensor logits) => options.ClassWeights is not { } weights
        ? options
        : options with { ClassWeights = TestKit.GradientCheck.Convert(weights, logits.ElementType) };

    private static IEnumerable<GradientCase> SquaredErrors()
    {
        foreach (var reduction in Reductions)
        {
            foreach (Shape shape in (Shape[])[[], [1], [7], [2, 3]])
                yield return new("mse_loss", $"{shape}, {reduction}", x => x[0].MseLoss(x[1], reduction), [Uniform(shape), Uniform(shape, seed: 2)]);
            yield return new("mse_loss", $"transposed, {reduction}", x => x[0].Transpose().MseLoss(x[1], reduction), [Uniform([3, 2]), Uniform([2, 3], seed: 2)]);
            yield return new("mse_loss", $"with itself, {reduction}", x => x[0].MseLoss(x[0], reduction), [Uniform([3])]);
        }
        yield return new("mse_loss", "empty", x => x[0].MseLoss(x[1], LossReduction.Sum), [Uniform([0]), Uniform([0])]);
    }
}
