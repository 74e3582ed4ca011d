namespace Tutti.Tensors.Tests.Autograd;

public static partial class GradientCases
{
    private static LossReduction[] Reductions => [LossReduction.Mean, LossReduction.Sum, LossReduction.None];

    private static IEnumerable<GradientCase> Losses() => [.. Softmaxes(), .. CrossEntropies(), .. Likelihoods(), .. Differences(), .. BinaryCrossEntropies(), .. Divergences()];

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

    private static IEnumerable<GradientCase> Likelihoods()
    {
        var (labels, pixels) = (Tensor.From([1L, 0, 3, 2, 3], [5]), Tensor.From([1L, 0, 3, 2, 3, 1], [2, 3]));
        foreach (var reduction in Reductions)
            foreach (var (ignored, isWeighted) in ((long?, bool)[])[(null, false), (3, false), (0, true)])
            {
                NllLossOptions Options(Tensor input) => new()
                {
                    Reduction = reduction,
                    IgnoredLabel = ignored,
                    ClassWeights = isWeighted ? TestKit.GradientCheck.Convert(Uniform([4], 0.5, 2, seed: 3), input.ElementType) : null,
                };
                yield return new("nll_loss", $"labels, {reduction}, {ignored}, {isWeighted}", x => x[0].NllLoss(labels, Options(x[0])), [Uniform([5, 4])]);
                yield return new("nll_loss", $"pixels, {reduction}, {ignored}, {isWeighted}", x => x[0].NllLoss(pixels, Options(x[0])), [Uniform([2, 4, 3])]);
                yield return new("nll_loss", $"transposed, {reduction}, {ignored}, {isWeighted}",
                    x => x[0].Transpose().NllLoss(labels, Options(x[0])), [Uniform([4, 5])]);
            }
        yield return new("nll_loss", "no rows", x => x[0].NllLoss(Tensor.From(Array.Empty<long>(), [0]), new() { Reduction = LossReduction.Sum }), [Uniform([0, 4])]);
    }

    private static IEnumerable<GradientCase> Differences()
    {
        (string Name, Func<Tensor, Tensor, LossReduction, Tensor> Apply)[] functions =
        [
            ("mse_loss", (x, y, reduction) => x.MseLoss(y, reduction)),
            ("l1_loss", (x, y, reduction) => x.L1Loss(y, reduction)),
            ("huber_loss", (x, y, reduction) => x.HuberLoss(y, 0.5, reduction)),
            ("smooth_l1_loss", (x, y, reduction) => x.SmoothL1Loss(y, 0.3, reduction)),
        ];
        foreach (var (name, apply) in functions)
        {
            foreach (var reduction in Reductions)
            {
                foreach (Shape shape in (Shape[])[[], [1], [7], [2, 3]])
                    yield return new(name, $"{shape}, {reduction}", x => apply(x[0], x[1], reduction), [Uniform(shape), Uniform(shape, seed: 2)]);
                yield return new(name, $"transposed, {reduction}", x => apply(x[0].Transpose(), x[1], reduction), [Uniform([3, 2]), Uniform([2, 3], seed: 2)]);
            }
            yield return new(name, "with itself", x => apply(x[0], x[0], LossReduction.Sum), [Uniform([3])]);
            yield return new(name, "many", x => apply(x[0], x[1], LossReduction.Mean), [Uniform([5000]), Uniform([5000], seed: 2)]);
            yield return new(name, "empty", x => apply(x[0], x[1], LossReduction.Sum), [Uniform([0]), Uniform([0])]);
        }
    }

    private static IEnumerable<GradientCase> BinaryCrossEntropies()
    {
        foreach (var reduction in Reductions)
            foreach (var (weights, positive) in ((Shape?, Shape?)[])[(null, null), ([3, 4], null), (null, [4]), ([3, 1], [1])])
            {
                BinaryCrossEntropyOptions Options(ElementType type) => new()
                {
                    Reduction = reduction,
                    Weights = weights is { } given ? TestKit.GradientCheck.Convert(Uniform(given, 0.5, 2, seed: 3), type) : null,
                    PositiveWeights = positive is { } factors ? TestKit.GradientCheck.Convert(Uniform(factors, 0.5, 4, seed: 4), type) : null,
                };
                Tensor Target(ElementType type) => TestKit.GradientCheck.Convert(Uniform([3, 4], 0, 1, seed: 2), type);
                yield return new("binary_cross_entropy_with_logits", $"{reduction}, weights {weights}, positive {positive}",
                    x => x[0].BinaryCrossEntropyWithLogits(Target(x[0].ElementType), Options(x[0].ElementType)), [Uniform([3, 4], -4, 4)]);
                yield return new("binary_cross_entropy_with_logits", $"transposed, {reduction}, weights {weights}, positive {positive}",
                    x => x[0].Transpose().BinaryCrossEntropyWithLogits(Target(x[0].ElementType), Options(x[0].ElementType)), [Uniform([4, 3], -4, 4)]);
            }
        yield return new("binary_cross_entropy_with_logits", "empty",
            x => x[0].BinaryCrossEntropyWithLogits(Tensor.Zeros([0], x[0].ElementType), new() { Reduction = LossReduction.Sum }), [Uniform([0])]);
    }

    private static IEnumerable<GradientCase> Divergences()
    {
        foreach (var reduction in Reductions)
            foreach (var (isLog, isOverSamples) in ((bool, bool)[])[(false, true), (true, false)])
            {
                var options = new KlDivOptions { Reduction = reduction, IsLogTarget = isLog, MeanOverSamples = isOverSamples };
                Tensor Target(ElementType type) => TestKit.GradientCheck.Convert(Uniform([3, 4], isLog ? -2 : 0.01, isLog ? 0 : 1, seed: 2), type);
                yield return new("kl_div", $"{options}", x => x[0].KlDiv(Target(x[0].ElementType), options), [Uniform([3, 4], -3, 0)]);
                yield return new("kl_div", $"transposed, {options}",
                    x => x[0].Transpose().KlDiv(Target(x[0].ElementType), options), [Uniform([4, 3], -3, 0)]);
            }
    }
}
