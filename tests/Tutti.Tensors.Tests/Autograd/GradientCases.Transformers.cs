using Tutti.Tensors.Random;

namespace Tutti.Tensors.Tests.Autograd;

public static partial class GradientCases
{
    private static CounterRandom DropoutStream => new(5, RandomPurpose.Dropout, 3);

    private static IEnumerable<GradientCase> Transformers() => [.. Gelus(), .. LayerNorms(), .. Embeddings(), .. Dropouts()];

    private static IEnumerable<GradientCase> Gelus()
    {
        foreach (var form in Enum.GetValues<GeluForm>())
        {
            foreach (Shape shape in (Shape[])[[], [1], [0, 2], [37], [2, 3, 4]])
                yield return new("gelu", $"{form} {shape}", x => x[0].Gelu(form), [Uniform(shape, -4, 4)]);
            yield return new("gelu", $"{form} transposed", x => x[0].Transpose().Gelu(form), [Uniform([3, 5], -4, 4)]);
            yield return new("gelu", $"{form} expanded", x => x[0].Expand([3, 5]).Gelu(form), [Uniform([5], -4, 4)]);
            yield return new("gelu", $"{form} used twice", x => { var y = x[0].Gelu(form); return y * y + y; }, [Uniform([4], -4, 4)]);
            yield return new("gelu", $"{form} summed", x => x[0].Gelu(form).Sum(), [Uniform([2, 3])]);
        }
    }

    private static IEnumerable<GradientCase> LayerNorms()
    {
        (Shape Input, Shape Normal)[] shapes =
            [([4, 6], [6]), ([2, 3, 17], [17]), ([2, 3, 4, 5], [4, 5]), ([7], [7]), ([3, 2], [3, 2]), ([0, 3], [3]), ([130, 3], [3]), ([2, 3, 4], [2, 3, 4])];
        foreach (var (input, normal) in shapes)
        {
            yield return new("layer_norm", $"{input} over {normal}", x => x[0].LayerNorm(normal, x[1], x[2]),
                [Uniform(input, -2, 2), Uniform(normal, 0.5, 2, seed: 2), Uniform(normal, seed: 3)], 256);
            yield return new("layer_norm", $"{input} over {normal}, plain", x => x[0].LayerNorm(normal, epsilon: 1e-3), [Uniform(input, -2, 2)], 256);
        }
        yield return new("layer_norm", "weight alone", x => x[0].LayerNorm([6], x[1]), [Uniform([3, 6], -2, 2), Uniform([6], seed: 2)], 64);
        yield return new("layer_norm", "bias alone", x => x[0].LayerNorm([6], null, x[1]), [Uniform([3, 6], -2, 2), Uniform([6], seed: 2)], 64);
        yield return new("layer_norm", "one column", x => x[0].LayerNorm([1], x[1], x[2]), [Uniform([3, 1]), Uniform([1]), Uniform([1])]);
        yield return new("layer_norm", "transposed", x => x[0].Transpose().LayerNorm([5], x[1]), [Uniform([5, 3], -2, 2), Uniform([5], seed: 2)], 64);
        yield return new("layer_norm", "with a residual", x => x[0] + x[0].LayerNorm([5], x[1], x[1]), [Uniform([3, 5], -2, 2), Uniform([5], seed: 2)], 64);
        yield return new("layer_norm", "summed", x => (x[0].LayerNorm([5]) * x[1]).Sum(), [Uniform([3, 5], -2, 2), Uniform([5], seed: 2)], 64);
    }

    private static IEnumerable<GradientCase> Embeddings()
    {
        var places = Tensor.From([1L, 0, 3, 1, 1, 3], [2, 3]);
        yield return new("embedding", "repeated rows", x => places.Embedding(x[0]), [Uniform([5, 4])]);
        yield return new("embedding", "a single place", x => Tensor.Scalar(2, ElementType.Int64).Embedding(x[0]), [Uniform([3, 4])]);
        yield return new("embedding", "no places", x => Tensor.Zeros([0, 2], ElementType.Int64).Embedding(x[0]), [Uniform([3, 4])]);
        yield return new("embedding", "transposed places", x => places.Transpose().Embedding(x[0]), [Uniform([5, 4])]);
        yield return new("embedding", "table used twice", x => places.Embedding(x[0]).Linear(x[0]), [Uniform([5, 4])]);
        yield return new("embedding", "summed", x => places.Embedding(x[0]).Sum(), [Uniform([5, 4])]);
    }

    private static IEnumerable<GradientCase> Dropouts()
    {
        foreach (Shape shape in (Shape[])[[1], [0, 2], [37], [3, 40], [2, 3, 4]])
            yield return new("dropout", shape.ToString(), x => x[0].Dropout(0.3, DropoutStream), [Uniform(shape)]);
        yield return new("dropout", "all", x => x[0].Dropout(1, DropoutStream), [Uniform([5])]);
        yield return new("dropout", "transposed", x => x[0].Transpose().Dropout(0.5, DropoutStream), [Uniform([3, 5])]);
        yield return new("dropout", "used twice", x => { var y = x[0].Dropout(0.5, DropoutStream); return y * y + y + x[0]; }, [Uniform([40])]);
        yield return new("dropout", "summed", x => x[0].Dropout(0.5, DropoutStream).Sum(), [Uniform([40])]);
    }
}
