namespace Tutti.Tensors.Tests.Autograd;

public static partial class GradientCases
{
    private static IEnumerable<GradientCase> PointFunctions()
    {
        (string Name, string Title, Func<Tensor, Tensor> Apply, Func<Shape, Tensor> Inputs)[] functions =
        [
            ("sqrt", "root", x => x.Sqrt(), shape => Uniform(shape, 0.2, 3)),
            ("abs", "magnitude", x => x.Abs(), shape => AwayFromZero(shape)),
            ("leaky_relu", "slope 0.2", x => x.LeakyRelu(0.2), shape => AwayFromZero(shape)),
            ("leaky_relu", "slope −1.5", x => x.LeakyRelu(-1.5), shape => AwayFromZero(shape)),
            ("softplus", "usual", x => x.Softplus(), shape => Uniform(shape, -4, 4)),
            ("softplus", "sharp", x => x.Softplus(3, 1), shape => AwayFromZero(shape)),
            ("softplus", "negative beta", x => x.Softplus(-2), shape => Uniform(shape, -2, 2)),
            ("clamp", "both bounds", x => x.Clamp(-0.05, 0.07), shape => AwayFromZero(shape)),
            ("clamp", "inside", x => x.Clamp(-2, 2), shape => Uniform(shape)),
            ("clamp", "only below", x => x.Clamp(minimum: 0), shape => AwayFromZero(shape)),
            ("clamp", "only above", x => x.Clamp(maximum: 0), shape => AwayFromZero(shape)),
            ("clamp", "bounds the wrong way round", x => x.Clamp(1.5, -1.5), shape => Uniform(shape)),
            ("scale", "times a number", x => x * -2.5, shape => Uniform(shape)),
            ("scale", "a number times", x => 2.5 * x, shape => Uniform(shape)),
            ("scale", "negated", x => -x, shape => Uniform(shape)),
            ("shift", "plus", x => x + 3, shape => Uniform(shape)),
            ("shift", "a number plus", x => 3 + x, shape => Uniform(shape)),
            ("shift", "minus", x => x - 3, shape => Uniform(shape)),
            ("sub", "a number minus", x => 3 - x, shape => Uniform(shape)),
            ("div", "by a number", x => x / 3, shape => Uniform(shape)),
            ("div", "a number by", x => 3 / x, shape => AwayFromZero(shape)),
        ];
        foreach (var exponent in (double[])[0, 1, 2, 3, 4, -1, -2, 7])
            functions = [.. functions, ("pow", $"to {exponent}", x => x.Pow(exponent), shape => Halves(shape))];
        foreach (var exponent in (double[])[0.5, -0.5, 1.5, 2.7, -1.5])
            functions = [.. functions, ("pow", $"to {exponent}", x => x.Pow(exponent), shape => Uniform(shape, 0.5, 2))];
        foreach (var (name, title, apply, inputs) in functions)
        {
            foreach (Shape shape in (Shape[])[[], [1], [0, 2], [37], [2, 3, 4]])
                yield return new(name, $"{title}, {shape}", x => apply(x[0]), [inputs(shape)], 64);
            yield return new(name, $"{title}, transposed", x => apply(x[0].Transpose()), [inputs([3, 5])], 64);
            yield return new(name, $"{title}, expanded", x => apply(x[0].Expand([3, 5])), [inputs([5])], 64);
            yield return new(name, $"{title}, a slice", x => apply(x[0].Slice(1, 1, 6, 2)), [inputs([2, 7])], 64);
            yield return new(name, $"{title}, used twice", x => { var y = apply(x[0]); return y * y + y; }, [inputs([4])], 64);
            yield return new(name, $"{title}, summed", x => apply(x[0]).Sum(), [inputs([2, 3])], 64);
        }
    }

    /// <summary>Numbers in 0.5 … 1.5 with either sign: powers of them, and of their reciprocals, stay small.</summary>
    private static Tensor Halves(Shape shape)
    {
        var tensor = Uniform(shape, 0.5, 1.5);
        var values = tensor.AsSpan<double>();
        for (var i = 0; i < values.Length; i += 2) values[i] = -values[i];
        return tensor;
    }
}
