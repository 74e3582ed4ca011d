using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Operations;

public sealed class ReductionTests
{
    private static readonly Shape[] Shapes =
        [[], [1], [7], [3, 70], [70, 3], [5, 1, 9], [4, 33, 6], [2, 3, 40, 5], [3, 2, 2, 2, 3], [0, 3], [3, 0]];

    [Fact]
    public void SumMeanAndVar_AnyDimensionsOfAnyMemoryOrder_AgreeWithPlainLoops()
    {
        foreach (var shape in Shapes)
            foreach (var input in Orders(shape))
                for (var mask = 1; mask < 1 << shape.Rank; mask++)
                {
                    int[] dimensions = [.. Enumerable.Range(0, shape.Rank).Where(dimension => (mask >> dimension & 1) == 1)];
                    var what = $"{shape} {input.Strides} over [{string.Join(", ", dimensions)}]";
                    TensorAssert.Close(Plain(input, dimensions, Sum), input.Sum(dimensions), 1e-6, 1e-6, $"sum of {what}");
                    TensorAssert.Close(Plain(input, dimensions, Mean), input.Mean(dimensions), 1e-6, 1e-6, $"mean of {what}");
                    TensorAssert.Close(Plain(input, dimensions, Variance), input.Var(dimensions, correction: 0), 1e-6, 1e-6,
                        $"variance of {what}");
                }
    }

    [Fact]
    public void Sum_KeptDimensions_StayWithSizeOne()
    {
        var input = Tensor.Ones([2, 3, 4]);
        Assert.Equal([2, 1, 1], input.Sum([-1, 1], keepDimensions: true).Shape);
        Assert.Equal([1, 1, 1], input.Sum(keepDimensions: true).Shape);
        Assert.Equal([3], input.Sum([2, 0]).Shape);
    }

    [Fact]
    public void Sum_NumbersThatCancel_LosesNothing()
    {
        var input = Tensor.From([.. Enumerable.Repeat<float[]>([1e8f, 0.25f, -1e8f, 1], 16).SelectMany(x => x)], [2, 32]);
        Assert.Equal([10f, 10], input.Sum([1]).ToArray<float>());
        Assert.Equal([10f, 10], input.Transpose().Contiguous().Sum([0]).ToArray<float>());
    }

    [Fact]
    public void Var_FarFromZero_KeepsItsPrecision()
    {
        var input = Tensor.From([.. Enumerable.Range(0, 1000).Select(i => 1e6f + i % 2)], [1000]);
        Assert.Equal(0.25, input.Var(correction: 0).ToScalar(), 1e-7);
        Assert.Equal(0.25 * 1000 / 999, input.Var().ToScalar(), 1e-7);
    }

    [Fact]
    public void Var_NoMoreElementsThanTheCorrection_IsNotANumber()
    {
        Assert.True(double.IsNaN(Tensor.Ones([1]).Var().ToScalar()));
        Assert.True(double.IsNaN(Tensor.Ones([0]).Var(correction: 0).ToScalar()));
        Assert.Contains("var", Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Ones([3]).Var(correction: double.NaN)).Message);
        Assert.Contains("var: dimension 0 is named twice", Assert.Throws<ArgumentException>(() => Tensor.Ones([3]).Var([0, 0])).Message);
    }

    private static double Sum(List<double> values) => values.Sum();

    private static double Mean(List<double> values) => values.Count == 0 ? double.NaN : values.Average();

    private static double Variance(List<double> values) =>
        values.Count == 0 ? double.NaN : values.Average(value => Math.Pow(value - values.Average(), 2));

    // The contiguous tensor, all dimensions reversed, a slice with a step, a stretch, and repeated elements.
    private static IEnumerable<Tensor> Orders(Shape shape)
    {
        int[] reversed = [.. Enumerable.Range(0, shape.Rank).Reverse()];
        yield return Random(shape);
        yield return Random(Shape.Create([.. shape.Reverse()])).Permute(reversed);
        if (shape.Rank == 0) yield break;
        yield return Random(Shape.Create([.. shape.AsSpan()[..^1], 2 * shape[-1]])).Slice(-1, step: 2);
        yield return Random(Shape.Create([.. shape.AsSpan()[..^1], shape[-1] + 3])).Narrow(-1, 2, shape[-1]);
        yield return Random(Shape.Create([1, .. shape.AsSpan()[1..]])).Expand(shape);
    }

    private static Tensor Plain(Tensor input, int[] dimensions, Func<List<double>, double> reduce)
    {
        int[] sizes = [.. input.Shape.Select((size, dimension) => dimensions.Contains(dimension) ? 1 : size)];
        var groups = Enumerable.Range(0, sizes.Aggregate(1, (product, size) => product * size)).Select(_ => new List<double>()).ToArray();
        var values = TensorAssert.Values(input);
        for (var i = 0; i < values.Length; i++)
        {
            var (rest, place, step) = (i, 0, 1);
            for (var dimension = sizes.Length - 1; dimension >= 0; dimension--)
            {
                (rest, var position) = Math.DivRem(rest, input.Shape[dimension]);
                place += Math.Min(position, sizes[dimension] - 1) * step;
                step *= sizes[dimension];
            }
            groups[place].Add(values[i]);
        }
        var results = Array.ConvertAll(groups, group => (float)reduce(group));
        return Tensor.From(results, Shape.Create([.. input.Shape.Where((_, dimension) => !dimensions.Contains(dimension))]));
    }

    private static Tensor Random(Shape shape) => GradientCheck.Convert(GradientCheck.Uniform(shape), ElementType.Float32);
}
