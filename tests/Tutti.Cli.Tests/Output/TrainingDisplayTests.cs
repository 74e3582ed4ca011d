using Tutti.Cli.Output;
using Tutti.Learning.Training;

namespace Tutti.Cli.Tests.Output;

public sealed class TrainingDisplayTests
{
    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 0)]
    public async Task Show_WhereNobodyWatches_PrintsALineAnEpochUnlessQuiet(bool isQuiet, int lines)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var display = new TrainingDisplay(new Terminal(output, error), isQuiet);

        var result = await display.ShowAsync(() => Task.FromResult(Train(display)));

        Assert.Equal(42, result);
        Assert.Equal(lines, error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Empty(output.ToString());
    }

    [Fact]
    public async Task Show_ALongLineWhereNobodyWatches_IsNotBroken()
    {
        var error = new StringWriter();
        var display = new TrainingDisplay(new Terminal(new StringWriter(), error), isQuiet: false);

        await display.ShowAsync(() =>
        {
            display.TrainingStarted(new TrainingPlan(1_000_000, 1_000_000, 1_000_000_000, 1024, 1024));
            return Task.FromResult(0);
        });

        var line = Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.True(line.Length > 80, line);
    }

    private static int Train(TrainingDisplay display)
    {
        display.TrainingStarted(new TrainingPlan(2, 1, 64, 1, 1));
        for (var epoch = 1; epoch <= 2; epoch++)
        {
            display.StepEnded(new StepReport(epoch, epoch, 0.5f, 64, TimeSpan.FromSeconds(epoch)));
            display.EpochEnded(new EpochReport(epoch, epoch, 0.5, null, 64, TimeSpan.FromSeconds(1), IsBest: true));
        }
        return 42;
    }
}
