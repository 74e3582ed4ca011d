using Tutti.TestKit;

namespace Tutti.Tensors.Tests.Operations;

/// <summary>A batch in parts, against the batch as a whole.</summary>
public sealed class BatchNormExchangeTests
{
    // Rows of each part; one without any takes part too.
    public static TheoryData<int[]> Divisions => new((int[][])[[9], [4, 5], [1, 8], [3, 1, 5], [2, 0, 7], [1, 1, 1, 1, 1, 1, 1, 1, 1]]);

    [Theory, MemberData(nameof(Divisions))]
    public void BatchNorm_InParts_IsThatOfTheWholeBatch(int[] division)
    {
        foreach (Shape shape in (Shape[])[[9, 3], [9, 2, 4], [9, 40], [9, 3, 2, 5]])
        {
            var whole = Normalize(Case(shape), [9])[0];
            var parts = Normalize(Case(shape), division);

            var rows = 0;
            foreach (var part in parts)
            {
                Same(whole.Output.Narrow(0, rows, part.Output.Shape[0]), part.Output, "output");
                Same(whole.InputGradient.Narrow(0, rows, part.Output.Shape[0]), part.InputGradient, "gradient of the input");
                Same(whole.Mean, part.Mean, "running mean");
                Same(whole.Variance, part.Variance, "running variance");
                Assert.Equal(parts[0].Mean.ToArray<double>(), part.Mean.ToArray<double>());
                Assert.Equal(parts[0].Variance.ToArray<double>(), part.Variance.ToArray<double>());
                rows += part.Output.Shape[0];
            }
            Same(whole.WeightGradient, parts.Select(part => part.WeightGradient).Aggregate((one, other) => one + other), "gradient of the weight");
            Same(whole.BiasGradient, parts.Select(part => part.BiasGradient).Aggregate((one, other) => one + other), "gradient of the bias");
        }
    }

    [Fact]
    public void BatchNorm_InParts_HasTheGradientThatDifferencesShow()
    {
        var (input, weight, bias, upstream) = Case([5, 2, 2]);
        var analytic = Normalize((input, weight, bias, upstream), [2, 3]).SelectMany(part => part.InputGradient.ToArray<double>()).ToArray();

        for (var i = 0; i < analytic.Length; i++)
        {
            const double Step = 6e-6;
            var numeric = (Loss(i, Step) - Loss(i, -Step)) / (2 * Step);
            Assert.InRange(numeric, analytic[i] - 1e-8 - 1e-6 * Math.Abs(analytic[i]), analytic[i] + 1e-8 + 1e-6 * Math.Abs(analytic[i]));
        }

        double Loss(int index, double by)
        {
            var values = input.ToArray<double>();
            values[index] += by;
            return Normalize((Tensor.From(values, input.Shape), weight, bias, upstream), [2, 3]).Sum(part => part.Loss);
        }
    }

    // Far from zero, where sums of squares would lose all digits; the whole is computed in double.
    [Fact]
    public void BatchNorm_InPartsOfFloat32FarFromZero_StaysAccurate()
    {
        var input = GradientCheck.Uniform([3000, 3], 1000, 1001);
        var exact = input.BatchNorm(null, null, null, null, isTraining: true, 1, 0);
        var single = GradientCheck.Convert(input, ElementType.Float32);
        var parts = BatchParts.Run(3, (part, exchange) => GradientCheck.Convert(
            single.Narrow(0, part * 1000, 1000).BatchNorm(null, null, null, null, isTraining: true, 1, 0, exchange), ElementType.Float64));
        for (var part = 0; part < 3; part++) TensorAssert.Close(exact.Narrow(0, part * 1000, 1000).Contiguous(), parts[part].Contiguous(), 0, 1e-3, "result");
    }

    [Fact]
    public void BatchNorm_OneNumberOnAllParts_HasNoVariance() =>
        Assert.Contains("Got 1 on all parts of the batch", Assert.Throws<ArgumentException>(() => BatchParts.Run(2, (part, exchange) =>
            Tensor.Ones([part, 3]).BatchNorm(null, null, null, null, isTraining: true, exchange: exchange))).Message);

    [Fact]
    public void BatchNorm_PartsWithOtherLayers_SaysSo() =>
        Assert.Contains("Got 12 numbers from all parts and ", Assert.Throws<InvalidOperationException>(() => BatchParts.Run(2, (part, exchange) =>
            Tensor.Ones([4, 2 + part]).BatchNorm(null, null, null, null, isTraining: true, exchange: exchange))).Message);

    [Fact]
    public void BatchNorm_InUse_AsksNobody() =>
        Tensor.Ones([4, 2]).BatchNorm(null, null, Tensor.Ones([2]), Tensor.Ones([2]), isTraining: false, exchange: new Refusal());

    private static (Tensor Input, Tensor Weight, Tensor Bias, Tensor Upstream) Case(Shape shape)
    {
        Shape channels = [shape[1]];
        return (GradientCheck.Uniform(shape, -1, 3), GradientCheck.Uniform(channels, 0.5, 2, seed: 2), GradientCheck.Uniform(channels, seed: 3),
            GradientCheck.Uniform(shape, 0.5, 1.5, seed: 4));
    }

    private static Part[] Normalize((Tensor Input, Tensor Weight, Tensor Bias, Tensor Upstream) given, int[] division) =>
        BatchParts.Run(division.Length, (part, exchange) =>
        {
            var (start, count) = (division[..part].Sum(), division[part]);
            var channels = given.Weight.Shape;
            Tensor input = Leaf(given.Input.Narrow(0, start, count)), weight = Leaf(given.Weight), bias = Leaf(given.Bias);
            Tensor mean = GradientCheck.Uniform(channels, seed: 5), variance = GradientCheck.Uniform(channels, 0.5, 2, seed: 6);
            var output = input.BatchNorm(weight, bias, mean, variance, isTraining: true, 0.3, 1e-3, exchange);
            var loss = (output * given.Upstream.Narrow(0, start, count)).Sum();
            loss.Backward();
            return new Part(output.Detach(), loss.ToScalar(), input.Gradient!, weight.Gradient!, bias.Gradient!, mean, variance);
        });

    private static Tensor Leaf(Tensor values)
    {
        var leaf = Tensor.From(values.ToArray<double>(), values.Shape);
        leaf.RequiresGradient = true;
        return leaf;
    }

    private static void Same(Tensor expected, Tensor actual, string what) =>
        TensorAssert.Close(expected.Contiguous(), actual.Contiguous(), 1e-12, 1e-13, what);

    private sealed record Part(
        Tensor Output, double Loss, Tensor InputGradient, Tensor WeightGradient, Tensor BiasGradient, Tensor Mean, Tensor Variance);

    private sealed class Refusal : IStatisticsExchange
    {
        public double[] Gather(ReadOnlySpan<double> own) => throw new InvalidOperationException("Nobody is there.");
    }
}
