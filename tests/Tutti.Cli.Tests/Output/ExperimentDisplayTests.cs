using Tutti.Cli.Output;
using Tutti.Experiments;

namespace Tutti.Cli.Tests.Output;

public sealed class ExperimentDisplayTests
{
    [Theory]
    [InlineData(false, "[3/7] [half]\n")]
    [InlineData(true, "")]
    public async Task Report_WhereNobodyWatches_IsALineUnlessQuiet(bool isQuiet, string expected)
    {
        var error = new StringWriter { NewLine = "\n" };
        var display = new ExperimentDisplay(new Terminal(new StringWriter(), error), isQuiet);

        var result = await display.ShowAsync(() =>
        {
            display.Report(new ExperimentProgress(3, 7, "[half]"));
            return Task.FromResult(5);
        });

        Assert.Equal((5, expected), (result, error.ToString()));
    }

    [Fact]
    public async Task Report_WhereSomebodyWatches_IsABar()
    {
        var error = new StringWriter();
        var display = new ExperimentDisplay(new Terminal(new StringWriter(), error, isErrorScreen: true), isQuiet: false);

        await display.ShowAsync(() =>
        {
            display.Report(new ExperimentProgress(1, 2, "[half]"));
            return Task.FromResult(0);
        });

        Assert.Contains("[half]", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("50%", error.ToString(), StringComparison.Ordinal);
    }
}
