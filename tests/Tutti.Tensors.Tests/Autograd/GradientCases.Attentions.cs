using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Tests.Autograd;

// B batch, H heads, L queries, S keys, E width, V width of values
public static partial class GradientCases
{
    private static IEnumerable<GradientCase> Attentions() => [.. DotProducts(), .. PackedAttentions(), .. MultiHeads()];

    private static IEnumerable<GradientCase> DotProducts()
    {
        const string name = "scaled_dot_product_attention";
        (Shape Query, Shape Key, Shape Value)[] shapes =
        [
            ([2, 3, 5, 4], [2, 3, 5, 4], [2, 3, 5, 4]), ([1, 1, 1, 8], [1, 1, 7, 8], [1, 1, 7, 3]), ([4, 6], [9, 6], [9, 2]),
            ([2, 7, 1], [2, 4, 1], [2, 4, 1]), ([1, 1], [1, 1], [1, 1]), ([0, 2, 3], [0, 2, 3], [0, 2, 3]), ([2, 0, 3], [2, 2, 3], [2, 2, 3]),
            ([2, 3, 3], [2, 0, 3], [2, 0, 3]), ([2, 3, 2], [2, 4, 2], [2, 4, 0]), ([3, 0], [3, 0], [3, 0]),
            ([1, 100, 3], [1, 34, 3], [1, 34, 3]),
        ];
        foreach (var (query, key, value) in shapes)
            foreach (var isCausal in (bool[])[false, true])
                yield return new(name, $"{query}, {key}, {value}, causal {isCausal}",
                    x => x[0].ScaledDotProductAttention(x[1], x[2], new() { IsCausal = isCausal }),
                    [Uniform(query), Uniform(key, seed: 2), Uniform(value, seed: 3)], 64);

        Shape shape = [2, 2, 4, 3];
        // The third query of the first sample may attend to nothing.
        var mask = Tensor.From([1L, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 1], [2, 1, 4, 4]);
        Tensor[] operands = [Uniform(shape), Uniform(shape, seed: 2), Uniform(shape, seed: 3)];
        AttentionOptions[] variants =
        [
            new() { Mask = mask }, new() { Mask = mask, IsCausal = true }, new() { Mask = Tensor.From([1L, 0, 1, 0], [4]) },
            new() { Mask = Tensor.Zeros([1], ElementType.Int64) }, new() { Scale = -0.7 }, new() { Scale = 0, IsCausal = true },
            new() { DropoutProbability = 0.4, DropoutStream = DropoutStream },
            new() { DropoutProbability = 0.4, DropoutStream = DropoutStream, IsCausal = true, Mask = mask },
        ];
        for (var i = 0; i < variants.Length; i++)
        {
            var options = variants[i];
            yield return new(name, $"variant {i}", x => x[0].ScaledDotProductAttention(x[1], x[2], options), operands, 64);
        }
        yield return new(name, "heads by a view", x => Heads(x[0]).ScaledDotProductAttention(Heads(x[1]), Heads(x[2])).Permute(0, 2, 1, 3).Reshape([2, 4, 6]),
            [Uniform([2, 4, 6]), Uniform([2, 4, 6], seed: 2), Uniform([2, 4, 6], seed: 3)], 64);
        yield return new(name, "columns apart", x => x[0].Transpose().ScaledDotProductAttention(x[1].Transpose(), x[2].Transpose()),
            [Uniform([3, 4]), Uniform([3, 5], seed: 2), Uniform([2, 5], seed: 3)], 64);
        yield return new(name, "one tensor", x => x[0].ScaledDotProductAttention(x[0], x[0]) + x[0], [Uniform([2, 4, 3])], 64);
        yield return new(name, "keys expanded, summed", x => x[0].ScaledDotProductAttention(x[1].Expand([2, 5, 3]), x[2].Expand([2, 5, 3])).Sum(),
            [Uniform([2, 4, 3]), Uniform([5, 3], seed: 2), Uniform([1, 3], seed: 3)], 64);
    }

    private static Tensor Heads(Tensor tensor) => tensor.Reshape([2, 4, 2, 3]).Permute(0, 2, 1, 3);

    private static IEnumerable<GradientCase> PackedAttentions()
    {
        foreach (var options in (AttentionOptions[])[new(), new() { IsCausal = true }, new() { DropoutProbability = 0.5, DropoutStream = DropoutStream }])
            yield return new("packed_attention", $"causal {options.IsCausal}, dropout {options.DropoutProbability}",
                x => Attention.RunPacked(x[0], 2, options, needsWeights: false, out _), [Uniform([2, 5, 18])], 64);
        yield return new("packed_attention", "summed", x => Attention.RunPacked(x[0], 1, new(), needsWeights: true, out _).Sum(), [Uniform([1, 3, 12])], 64);
        yield return new("packed_attention", "empty", x => Attention.RunPacked(x[0], 1, new(), needsWeights: true, out _), [Uniform([0, 3, 12])], 64);
    }

    private static IEnumerable<GradientCase> MultiHeads()
    {
        Tensor[] parameters = [Uniform([18, 6], seed: 4), Uniform([18], seed: 5), Uniform([6, 6], seed: 6), Uniform([6], seed: 7)];
        var padding = Tensor.From([0L, 0, 1, 0, 0, 1, 1, 0], [2, 4]);
        MultiHeadAttentionOptions options = new() { HeadCount = 3 };
        yield return new("linear_rows", "keys and values apart", x => MultiHead(x, options),
            [Uniform([2, 5, 6]), Uniform([2, 4, 6], seed: 2), Uniform([2, 4, 6], seed: 3), .. parameters], 256);
        yield return new("linear_rows", "padding", x => MultiHead(x, options with { KeyPaddingMask = padding }),
            [Uniform([2, 5, 6]), Uniform([2, 4, 6], seed: 2), Uniform([2, 4, 6], seed: 3), .. parameters], 256);
        yield return new("linear_rows", "time first", x => MultiHead(x, options with { BatchFirst = false, IsCausal = true }),
            [Uniform([5, 2, 6]), Uniform([4, 2, 6], seed: 2), Uniform([4, 2, 6], seed: 3), .. parameters], 256);
        yield return new("linear_rows", "without bias",
            x => Tensor.MultiHeadAttention(x[0], x[1], x[1], new(x[2], null, x[3], null), options).Output,
            [Uniform([2, 5, 6]), Uniform([2, 4, 6], seed: 2), parameters[0], parameters[2]], 256);
        yield return new("packed_attention", "one tensor in three roles, time first",
            x => Tensor.MultiHeadAttention(x[0], x[0], x[0], new(x[1], x[2], x[3], x[4]), options with { BatchFirst = false }).Output,
            [Uniform([5, 2, 6]), .. parameters], 256);
    }

    private static Tensor MultiHead(Tensor[] x, MultiHeadAttentionOptions options) =>
        Tensor.MultiHeadAttention(x[0], x[1], x[2], new(x[3], x[4], x[5], x[6]), options).Output;
}
