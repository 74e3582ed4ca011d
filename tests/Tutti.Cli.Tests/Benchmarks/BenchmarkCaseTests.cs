using Tutti.Cli.Benchmarks;

namespace Tutti.Cli.Tests.Benchmarks;

public sealed class BenchmarkCaseTests
{
    [Theory]
    [InlineData(new[] { 3.0, 1, 2 }, 2, 1, 3)]
    [InlineData(new[] { 4.0, 1, 2, 3 }, 2.5, 1, 4)]
    [InlineData(new[] { 7.0 }, 7, 7, 7)]
    public void From_Values_GivesMedianLeastAndGreatest(double[] values, double median, double least, double greatest)
    {
        var figures = BenchmarkCase.From("x", "s", values);

        Assert.Equal((median, least, greatest, values.Length), (figures.Median, figures.Min, figures.Max, figures.Repetitions));
    }

    [Fact]
    public void Collect_SeveralThreads_MakesExactlyAsManyRepetitions()
    {
        var calls = 0;

        var repetitions = Repetition.Collect(new BenchmarkOptions { Repetitions = 3 }, isOneThread: false, () =>
        {
            calls++;
            return 1;
        });

        Assert.Equal((3, 3), (calls, repetitions.Count));
    }

    [Fact]
    public void Collect_OneThreadThatNeverComputes_GivesUpAfterThreeTimesAsMany()
    {
        var calls = 0;

        var repetitions = Repetition.Collect(new BenchmarkOptions { Repetitions = 3 }, isOneThread: true, () =>
        {
            calls++;
            return 1e6;
        });

        Assert.Equal((9, 3), (calls, repetitions.Count));
    }

    [Fact]
    public void Operations_OfEveryForm_CountTheSameProduct() =>
        Assert.Equal(3, MatMulShape.All.Count(shape => shape.Operations == 2.0 * 64 * 784 * 256 && shape.Form != MatMulForm.Plain));
}
