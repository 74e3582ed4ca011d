namespace Tutti.Tensors.Tests.Autograd;

public static partial class GradientCases
{
    private static IEnumerable<GradientCase> OverDimensions() => [.. Sums(), .. Variances(), .. Extrema()];

    private static IEnumerable<GradientCase> Sums()
    {
        foreach (var dimensions in (int[][])[[], [0], [1], [-1], [0, 1], [2, 0], [-2, -1], [0, 1, 2]])
            foreach (var keep in (bool[])[false, true])
            {
                var title = $"[{string.Join(", ", dimensions)}]{(keep ? " kept" : "")}";
                yield return new("sum", $"over {title}", x => x[0].Sum(dimensions, keep), [Uniform([2, 3, 4])], 64);
                yield return new("sum", $"of permuted over {title}",
                    x => x[0].Permute(2, 0, 1).Sum(dimensions, keep), [Uniform([2, 3, 4])], 64);
                yield return new("sum", $"mean over {title}", x => x[0].Mean(dimensions, keep), [Uniform([2, 3, 4])], 64);
            }
        yield return new("sum", "of a slice", x => x[0].Slice(1, 0, 5, 2).Sum([0]), [Uniform([3, 6])]);
        yield return new("sum", "of repeated", x => x[0].Expand([4, 3, 5]).Sum([1]), [Uniform([3, 1])]);
    }

    private static IEnumerable<GradientCase> Variances()
    {
        foreach (var correction in (double[])[0, 1, 1.5])
            foreach (var dimensions in (int[][])[[], [0], [-1], [0, 2], [1]])
            {
                var title = $"over [{string.Join(", ", dimensions)}], correction {correction}";
                yield return new("var", title, x => x[0].Var(dimensions, correction: correction), [Uniform([3, 4, 5], 1, 3)], 128);
                yield return new("var", $"{title}, kept, permuted",
                    x => x[0].Permute(2, 0, 1).Var(dimensions, true, correction), [Uniform([3, 4, 5], 1, 3)], 128);
            }
        yield return new("var", "of a single number", x => x[0].Var(correction: 0), [Uniform([1])]);
        yield return new("var", "normalising", x => (x[0] - x[0].Mean([1], true)) / (x[0].Var([1], true, 0) + 0.1).Sqrt(),
            [Uniform([3, 7])], 256);
    }

    private static IEnumerable<GradientCase> Extrema()
    {
        (string Name, Func<Tensor, Tensor> OfAll, Func<Tensor, int, bool, Tensor> Along)[] functions =
        [
            ("max", x => x.Max(), (x, dimension, keep) => x.Max(dimension, keep).Values),
            ("min", x => x.Min(), (x, dimension, keep) => x.Min(dimension, keep).Values),
        ];
        foreach (var (name, ofAll, along) in functions)
        {
            yield return new(name, "of all", x => ofAll(x[0]), [Uniform([3, 4])]);
            yield return new(name, "of a scalar", x => ofAll(x[0]), [Uniform([])]);
            yield return new(name, "of all, transposed", x => ofAll(x[0].Transpose()), [Uniform([3, 4])]);
            foreach (var dimension in (int[])[0, 1, 2, -1])
            {
                yield return new(name, $"along {dimension}", x => along(x[0], dimension, false), [Uniform([3, 4, 5])]);
                yield return new(name, $"along {dimension}, kept, permuted",
                    x => along(x[0].Permute(1, 2, 0), dimension, true), [Uniform([3, 4, 5])]);
            }
            yield return new(name, "of nothing along something", x => along(x[0], 1, false), [Uniform([0, 3])]);
            yield return new(name, "used with its operand", x => along(x[0], 0, true) * x[0], [Uniform([4, 3])]);
        }
    }
}
