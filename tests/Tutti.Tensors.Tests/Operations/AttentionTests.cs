using Tutti.Tensors.Operations;
using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Operations;

public sealed class AttentionTests
{
    [Fact]
    public void Attention_QueryThatMayAttendToNothing_GivesZerosAndNoGradient()
    {
        var (query, key, value) = (Leaf([1, 3, 4], 1), Leaf([1, 5, 4], 2), Leaf([1, 5, 4], 3));
        var mask = Tensor.From([1L, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1], [3, 5]);

        var result = query.ScaledDotProductAttention(key, value, new() { Mask = mask });
        result.Sum().Backward();

        Assert.Equal(new float[4], result.AsSpan<float>().Slice(4, 4).ToArray());
        Assert.Equal(new float[4], query.Gradient!.AsSpan<float>().Slice(4, 4).ToArray());
        Assert.All(TensorAssert.Values(key.Gradient!), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Attention_HeadsSplitByAView_GivesTheSameAsCopies()
    {
        var tensor = Random([2, 7, 3, 8], 1);
        var view = tensor.Permute(0, 2, 1, 3);
        var expected = view.Contiguous().ScaledDotProductAttention(view.Contiguous(), view.Contiguous());

        var actual = view.ScaledDotProductAttention(view, view);

        TensorAssert.SameBits(expected, actual.Contiguous());
        Assert.True(actual.Permute(0, 2, 1, 3).IsContiguous, "The result should lie in the order of the queries.");
    }

    [Fact]
    public void Attention_AnyNumberOfThreads_GivesTheSameBits()
    {
        var expected = Compute(1);
        foreach (var threads in (int[])[2, 3, 5])
        {
            var actual = Compute(threads);
            for (var i = 0; i < expected.Length; i++) TensorAssert.SameBits(expected[i], actual[i], $"tensor {i} on {threads} threads");
        }
    }

    [Fact]
    public void MultiHeadAttention_Weights_AreTheMeanOverHeadsOnBothWays()
    {
        var input = Random([2, 5, 6], 1);
        MultiHeadAttentionWeights weights = new(Random([18, 6], 2), Random([18], 3), Random([6, 6], 4), null);
        MultiHeadAttentionOptions options = new() { HeadCount = 3, NeedsWeights = true, IsCausal = true };

        var together = Tensor.MultiHeadAttention(input, input, input, weights, options);
        var apart = Tensor.MultiHeadAttention(input, input.Contiguous().Reshape(input.Shape), input.Reshape(input.Shape), weights, options);

        TensorAssert.Close(together.Output, apart.Output, 1e-5, 1e-6);
        TensorAssert.Close(together.Weights!, apart.Weights!, 1e-5, 1e-7);
        TensorAssert.Close(Tensor.Ones([2, 5]), together.Weights!.Sum([-1]), 1e-6, 0);
        Assert.False(together.Weights!.TracksGradient);
    }

    [Fact]
    public void Attention_OperandsThatDoNotFit_SaysWhatIsExpected()
    {
        var (query, key, value) = (Random([2, 3, 4], 1), Random([2, 5, 4], 2), Random([2, 5, 6], 3));

        Throws("the shapes do not fit", () => query.ScaledDotProductAttention(Random([2, 5, 3], 1), value));
        Throws("the shapes do not fit", () => query.ScaledDotProductAttention(key, Random([2, 4, 6], 1)));
        Throws("the mask does not fit", () => query.ScaledDotProductAttention(key, value, new() { Mask = Tensor.Zeros([3], ElementType.Int64) }));
        Throws("a mask holds whole numbers", () => query.ScaledDotProductAttention(key, value, new() { Mask = Tensor.Ones([5]) }));
        Throws("dropout probability", () => query.ScaledDotProductAttention(key, value, new() { DropoutProbability = 1.5 }));
        Throws("the scale makes no sense", () => query.ScaledDotProductAttention(key, value, new() { Scale = double.NaN }));
        MultiHeadAttentionWeights weights = new(Random([12, 4], 2), null, Random([4, 4], 4), null);
        Throws("the heads do not divide", () => Tensor.MultiHeadAttention(query, query, query, weights, new() { HeadCount = 3 }));
        Throws("keys and values do not fit", () => Tensor.MultiHeadAttention(query, key, query, weights, new() { HeadCount = 2 }));
        Throws("the input projection does not fit",
            () => Tensor.MultiHeadAttention(query, query, query, weights with { InProjection = Random([8, 4], 1) }, new() { HeadCount = 2 }));
        Throws("the padding mask does not fit",
            () => Tensor.MultiHeadAttention(query, query, query, weights, new() { HeadCount = 2, KeyPaddingMask = Tensor.Zeros([2, 4], ElementType.Int64) }));
    }

    private static void Throws(string expected, Action action) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);

    private static Tensor[] Compute(int threads)
    {
        using var chosen = ComputeThreads.Use(threads);
        Tensor[] leaves = [Leaf([4, 48, 96], 1), Leaf([96], 2), Leaf([96], 3), Leaf([10, 96], 4)];
        var places = Tensor.From([.. Enumerable.Range(0, 192).Select(i => (long)(i % 10))], [4, 48]);
        var output = Attention.RunPacked(leaves[0].LayerNorm([96], leaves[1], leaves[2]) + places.Embedding(leaves[3]), 4,
            new() { IsCausal = true, DropoutProbability = 0.1, DropoutStream = new(1, Tensors.Random.RandomPurpose.Dropout) }, false, out _);
        output = output.Gelu().Dropout(0.2, new(2, Tensors.Random.RandomPurpose.Dropout));
        output.Backward(Random(output.Shape, 4));
        return [output, .. leaves.Select(leaf => leaf.Gradient!)];
    }

    private static Tensor Leaf(Shape shape, ulong seed)
    {
        var tensor = Random(shape, seed);
        tensor.RequiresGradient = true;
        return tensor;
    }

    private static Tensor Random(Shape shape, ulong seed) => GradientCheck.Convert(GradientCheck.Uniform(shape, seed: seed), ElementType.Float32);
}
