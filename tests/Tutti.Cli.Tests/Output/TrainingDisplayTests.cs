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

    private static int Train(TrainingDisplay display)
    {
        display.TrainingStarted(new TrainingPlan(2, 1, 64, 1, 1));
        for (var epoch = 1; epoch <= 2; epoch++)
        {
            display.StepEnded(new StepReport(epoch, epoch, 0.5f, 64, TimeSpan.FromSeconds(epoch)));
            display.EpochEnded(new EpochReport(epoch, epoch, 0.5, null, 64, TimeSpan.FromSeconds(1)));
        }
        return 42;
    }
}
