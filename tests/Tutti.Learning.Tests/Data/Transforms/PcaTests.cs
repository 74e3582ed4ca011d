using Tutti.Learning.Data.Transforms;
using Tutti.Tensors;
using Tutti.Tensors.Operations;

namespace Tutti.Learning.Tests.Data.Transforms;

public sealed class PcaTests
{
    [Theory]
    [InlineData(60, 7)]
    [InlineData(600, 33)]
    [InlineData(9, 40)]
    [InlineData(2, 5)]
    [InlineData(1, 3)]
    [InlineData(20, 1)]
    public void Fit_AnyShape_GivesAnOrthonormalBasisThatReconstructs(int count, int width)
    {
        var samples = Samples.Mixed(count, width);
        var pca = new Pca();

        var applied = pca.Fit(samples).Apply(samples);

        var kept = Math.Min(count, width);
        Assert.Equal((kept, 0.0), (pca.ComponentCount, pca.NoiseVariance));
        for (var left = 0; left < kept; left++)
            for (var right = 0; right <= left; right++)
            {
                var product = Enumerable.Range(0, width).Sum(i => pca.Components[left * width + i] * pca.Components[right * width + i]);
                Assert.Equal(left == right ? 1 : 0, product, 1e-8);
            }
        Samples.AssertClose(samples, pca.Inverse(applied), 2e-4);
        // Columns of the result are uncorrelated and have the variances that were found.
        var values = applied.ToArray<float>();
        for (var component = 0; component < kept && count > 1; component++)
            Assert.Equal(pca.ExplainedVariance[component], Column(values, kept, component).Sum(value => value * value) / (count - 1), 1e-3);
        Assert.Equal(pca.ExplainedVariance, pca.ExplainedVariance.OrderDescending());
        if (count > 1) Assert.Equal(1, pca.ExplainedVarianceRatio.Sum(), 1e-9);
        // The largest absolute value of each column is positive.
        for (var component = 0; component < kept && pca.ExplainedVariance[component] > 1e-6; component++)
            Assert.True(Column(values, kept, component).MaxBy(Math.Abs) > 0);
    }

    [Fact]
    public void Fit_TallAndWide_AgreeOnTransposedProblems()
    {
        // The singular values of a centred matrix do not depend on which product they come from.
        var samples = Samples.Mixed(20, 20);
        var wide = Tensor.From([.. samples.ToArray<float>().Chunk(20).SelectMany(row => row.Append(0f))], [20, 21]);

        var tallValues = ((Pca)new Pca().Fit(samples)).SingularValues;
        var wideValues = ((Pca)new Pca().Fit(wide)).SingularValues;

        for (var component = 0; component < 19; component++) Assert.Equal(tallValues[component], wideValues[component], 1e-6);
    }

    [Fact]
    public void Fit_ShareOfVariance_KeepsAsFewAsExplainMore()
    {
        // Variances 9 : 4 : 1 along the axes.
        var samples = Tensor.From([3f, 0, 0, -3, 0, 0, 0, 2, 0, 0, -2, 0, 0, 0, 1, 0, 0, -1], [6, 3]);

        Assert.Equal(1, Fit(samples, 0.64).ComponentCount);
        Assert.Equal(2, Fit(samples, 0.65).ComponentCount);
        Assert.Equal(3, Fit(samples, 0.95).ComponentCount);
        Assert.Equal(0.4, Fit(samples, 0.65).NoiseVariance, 1e-12);
        Assert.Equal(9 / 14.0, Fit(samples, 0.65).ExplainedVarianceRatio[0], 1e-12);
        Assert.Equal(4 / 14.0, Fit(samples, 0.65).ExplainedVarianceRatio[1], 1e-12);
    }

    [Fact]
    public void Apply_Whitened_HasVarianceOne()
    {
        var samples = Samples.Mixed(200, 6);
        var pca = new Pca(new PcaOptions { ComponentCount = 6, Whiten = true });

        var values = pca.Fit(samples).Apply(samples).ToArray<float>();

        for (var component = 0; component < 6; component++)
            Assert.Equal(1, Column(values, 6, component).Sum(value => value * value) / 199, 1e-3);
        Samples.AssertClose(samples, pca.Inverse(pca.Apply(samples)), 1e-3);
    }

    [Fact]
    public void Fit_AnyNumberOfThreads_GivesTheSameBits()
    {
        var samples = Samples.Mixed(700, 50);
        double[] Components(int threads)
        {
            using (ComputeThreads.Use(threads)) return [.. ((Pca)new Pca().Fit(samples)).Components];
        }

        Assert.Equal(Components(1), Components(3));
    }

    [Fact]
    public void SymmetricProduct_AnySize_IsThatOfPlainLoops()
    {
        foreach (var (count, width) in new[] { (1, 1), (3, 9), (256, 8), (257, 17), (700, 5) })
        {
            double Value(int row, int column) => (row * 31 + column * 17) % 23 - 11;
            var product = SymmetricProduct.Run(count, width, (first, rows, target) =>
            {
                for (var row = 0; row < rows; row++)
                    for (var column = 0; column < width; column++) target[row * width + column] = Value(first + row, column);
            });
            for (var left = 0; left < width; left++)
                for (var right = 0; right < width; right++)
                {
                    var expected = Enumerable.Range(0, count).Sum(row => Value(row, left) * Value(row, right));
                    Assert.Equal(expected, product[left * width + right]);
                }
        }
    }

    [Fact]
    public void Options_Impossible_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new Pca(new PcaOptions { ComponentCount = 0 }));
        Assert.Throws<ArgumentException>(() => new Pca(new PcaOptions { ExplainedShare = 1 }));
        Assert.Throws<ArgumentException>(() => new Pca(new PcaOptions { ExplainedShare = 0.5, ComponentCount = 1 }));
        Assert.Contains("at most " +
        "3", Assert.Throws<ArgumentException>(() => new Pca(new PcaOptions { ComponentCount = 4 }).Fit(Samples.Mixed(3, 10))).Message);
    }

    private static Pca Fit(Tensor samples, double share) => (Pca)new Pca(new PcaOptions { ExplainedShare = share }).Fit(samples);

    private static IEnumerable<double> Column(float[] values, int width, int column) =>
        values.Where((_, index) => index % width == column).Select(value => (double)value);
}
