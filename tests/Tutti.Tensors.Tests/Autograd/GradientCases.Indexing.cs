namespace Tutti.Tensors.Tests.Autograd;

public static partial class GradientCases
{
    private static IEnumerable<GradientCase> Indexing() => [.. Slices(), .. Joins(), .. Choices()];

    private static IEnumerable<GradientCase> Slices()
    {
        yield return new("slice", "narrow", x => x[0].Narrow(1, 1, 2), [Uniform([3, 4])]);
        yield return new("slice", "narrow to nothing", x => x[0].Narrow(0, 3, 0), [Uniform([3, 4])]);
        yield return new("slice", "narrow to all", x => x[0].Narrow(0, 0, 3), [Uniform([3, 4])]);
        yield return new("slice", "narrow from the end", x => x[0].Narrow(-1, -2, 2), [Uniform([3, 4])]);
        yield return new("slice", "every second", x => x[0].Slice(1, 1, null, 2), [Uniform([3, 6])]);
        yield return new("slice", "from the end", x => x[0].Slice(0, -3, -1), [Uniform([5, 2])]);
        yield return new("slice", "select the last", x => x[0].Select(1, -1), [Uniform([2, 3, 4])]);
        yield return new("slice", "select of a vector", x => x[0].Select(0, 1), [Uniform([3])]);
        yield return new("slice", "all time steps", x => Tensor.Stack(Steps(x[0]), 1), [Uniform([2, 5, 3])]);
        yield return new("slice", "overlapping, and the whole", x => x[0].Narrow(0, 0, 3) * x[0].Narrow(0, 1, 3) + x[0].Narrow(0, 2, 3),
            [Uniform([5, 2])]);
        yield return new("slice", "of a result",
            x => { var y = x[0] * x[0]; return y.Slice(1, 0, 3) * y.Slice(1, 2, 5) + y.Narrow(1, 1, 3); }, [Uniform([2, 5])]);
        yield return new("slice", "of transposed", x => x[0].Transpose().Slice(0, 1, 3).Relu(), [AwayFromZero([3, 4])]);
        yield return new("slice", "split", x => { var parts = x[0].Split([1, 3], -1); return parts[0] * parts[1]; }, [Uniform([2, 4])]);
        yield return new("slice", "chunks", x => { var parts = x[0].Chunk(2, 1); return parts[0].Sigmoid() * parts[1].Tanh(); },
            [Uniform([2, 6])]);
        yield return new("squeeze", "all", x => x[0].Squeeze(), [Uniform([1, 3, 1, 2])]);
        yield return new("squeeze", "one", x => x[0].Squeeze(-2), [Uniform([1, 3, 1, 2])]);
        yield return new("squeeze", "unsqueeze", x => x[0].Unsqueeze(-1), [Uniform([2, 3])]);
        yield return new("squeeze", "unsqueeze transposed", x => x[0].Transpose().Unsqueeze(1) * x[0].Transpose().Unsqueeze(2),
            [Uniform([3, 2])]);
        yield return new("squeeze", "to a scalar", x => x[0].Squeeze(), [Uniform([1, 1])]);
    }

    private static Tensor[] Steps(Tensor sequence) =>
        [.. Enumerable.Range(0, sequence.Shape[1]).Select(step => sequence.Select(1, step).Tanh())];

    private static IEnumerable<GradientCase> Joins()
    {
        yield return new("cat", "first dimension", x => Tensor.Cat([x[0], x[1]]), [Uniform([2, 3]), Uniform([1, 3], seed: 2)]);
        yield return new("cat", "inner dimension", x => Tensor.Cat([x[0], x[1], x[2]], -2),
            [Uniform([2, 1, 3]), Uniform([2, 4, 3], seed: 2), Uniform([2, 0, 3])]);
        yield return new("cat", "one tensor twice", x => Tensor.Cat([x[0], x[0]], 1), [Uniform([2, 3])]);
        yield return new("cat", "results, used again",
            x => { var (a, b) = (x[0] * 2, x[0].Tanh()); return Tensor.Cat([a, b, a], 1).Relu() + Tensor.Cat([b, b, a], 1); },
            [AwayFromZero([2, 3])]);
        yield return new("cat", "transposed", x => Tensor.Cat([x[0].Transpose(), x[1]]), [Uniform([2, 3]), Uniform([1, 2], seed: 2)]);
        yield return new("cat", "stack", x => Tensor.Stack([x[0], x[1]], 1), [Uniform([2, 3]), Uniform([2, 3], seed: 2)]);
        yield return new("cat", "stack last, scalars", x => Tensor.Stack([x[0], x[1], x[0]], -1), [Uniform([]), Uniform([], seed: 2)]);
    }

    private static IEnumerable<GradientCase> Choices()
    {
        var repeated = Tensor.From([3L, 0, 0, 2, 3, 3], [6]);
        foreach (Shape shape in (Shape[])[[4], [4, 1], [4, 3], [4, 2, 9]])
            yield return new("index_select", $"first of {shape}", x => x[0].IndexSelect(0, repeated), [Uniform(shape)]);
        yield return new("index_select", "last", x => x[0].IndexSelect(-1, repeated), [Uniform([2, 3, 5])]);
        yield return new("index_select", "middle of permuted", x => x[0].Permute(2, 1, 0).IndexSelect(1, repeated), [Uniform([2, 4, 3])]);
        yield return new("index_select", "of a result that is used again",
            x => { var y = x[0] * x[0]; return y.IndexSelect(0, repeated).Sum() * y; }, [Uniform([4, 11])], 64);
        yield return new("index_select", "nothing", x => x[0].IndexSelect(0, Tensor.Zeros([0], ElementType.Int64)), [Uniform([4, 3])]);
        yield return new("gather", "last", x => x[0].Gather(-1, Tensor.From([0L, 0, 3, 1], [2, 2])), [Uniform([3, 4])]);
        yield return new("gather", "first", x => x[0].Gather(0, Tensor.From([0L, 2, 2, 1, 2, 0, 0, 0], [4, 2])), [Uniform([3, 5])]);
        yield return new("gather", "middle of permuted",
            x => x[0].Permute(2, 0, 1).Gather(1, Tensor.From([0L, 1, 1, 1, 1, 0], [1, 3, 2])), [Uniform([2, 3, 4])]);
        yield return new("gather", "vector", x => x[0].Gather(0, Tensor.From([1L, 1, 0], [3])), [Uniform([2])]);
        yield return new("gather", "nothing", x => x[0].Gather(0, Tensor.Zeros([0, 2], ElementType.Int64)), [Uniform([2, 2])]);
        var condition = Tensor.From([1L, 0, 0, 1, 1, 0], [2, 3]);
        yield return new("where", "same shapes", x => Tensor.Where(condition, x[0], x[1]), [Uniform([2, 3]), Uniform([2, 3], seed: 2)]);
        yield return new("where", "numbers", x => Tensor.Where(condition, x[0], x[1]), [Uniform([]), Uniform([], seed: 2)]);
        yield return new("where", "broadcast", x => Tensor.Where(condition.Unsqueeze(0), x[0], x[1]),
            [Uniform([4, 1, 3]), Uniform([2, 1], seed: 2)]);
        yield return new("where", "transposed", x => Tensor.Where(condition.Transpose(), x[0].Transpose(), x[1]),
            [Uniform([2, 3]), Uniform([3, 2], seed: 2)]);
        yield return new("where", "an operand twice", x => Tensor.Where(condition, x[0], x[0] * x[0]), [Uniform([2, 3])]);
        yield return new("where", "empty", x => Tensor.Where(Tensor.Zeros([0, 3], ElementType.Int64), x[0], x[1]),
            [Uniform([0, 3]), Uniform([3], seed: 2)]);
    }
}
