using Tutti.Experiments.MetaLearners;

namespace Tutti.Experiments.Tests.MetaLearners;

public sealed class ResampledMeanTests
{
    [Fact]
    public void Of_ManyRows_HasTheIntervalOfItsStandardError()
    {
        // 400 zeros and ones, half each: the standard error of their mean is 0.5 / 20.
        double[] rows = [.. Enumerable.Range(0, 400).Select(row => (double)(row % 2))];

        var mean = ResampledMean.Of([rows, rows], 2_000);

        Assert.Equal(0.5, mean.Median);
        Assert.InRange(mean.Greatest - mean.Least, 2 * 1.96 * 0.025 * 0.85, 2 * 1.96 * 0.025 * 1.15);
    }

    [Fact]
    public void Of_SeedsThatDiffer_WidenTheInterval()
    {
        double[] low = [.. Enumerable.Repeat(0.0, 50)], high = [.. Enumerable.Repeat(1.0, 50)];

        var mean = ResampledMean.Of([low, high], 500);

        // Fiftieths have no exact sum.
        Assert.Equal((0.5, 0.0), (mean.Median, mean.Least));
        Assert.Equal(1, mean.Greatest, 12);
    }
}
