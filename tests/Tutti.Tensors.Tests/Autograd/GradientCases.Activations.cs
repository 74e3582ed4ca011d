namespace Tutti.Tensors.Tests.Autograd;

public static partial class GradientCases
{
    private static IEnumerable<GradientCase> Activations()
    {
        (string Name, Func<Tensor, Tensor> Apply, Func<Shape, Tensor> Inputs)[] functions =
        [
            ("relu", x => x.Relu(), shape => AwayFromZero(shape)),
            ("sigmoid", x => x.Sigmoid(), shape => Uniform(shape, -4, 4)),
            ("tanh", x => x.Tanh(), shape => Uniform(shape, -2, 2)),
            ("exp", x => x.Exp(), shape => Uniform(shape, -2, 2)),
            ("log", x => x.Log(), shape => Uniform(shape, 0.2, 3)),
        ];
        foreach (var (name, apply, inputs) in functions)
        {
            foreach (Shape shape in (Shape[])[[], [1], [0, 2], [37], [2, 3, 4]])
                yield return new(name, shape.ToString(), x => apply(x[0]), [inputs(shape)]);
            yield return new(name, "transposed", x => apply(x[0].Transpose()), [inputs([3, 5])]);
            yield return new(name, "expanded", x => apply(x[0].Expand([3, 5])), [inputs([5])]);
            yield return new(name, "used twice", x => { var y = apply(x[0]); return y * y + y; }, [inputs([4])]);
            yield return new(name, "summed", x => apply(x[0]).Sum(), [inputs([2, 3])]);
            yield return new(name, "result permuted", x => apply(x[0]).Permute(1, 2, 0).Reshape([24]), [inputs([2, 3, 4])]);
        }
    }
}
