using Tutti.Cli.Output;
using Tutti.Distributed.Ensembles;

namespace Tutti.Cli.Tests.Output;

public sealed class DetectionDisplayTests
{
    private readonly StringWriter error = new() { NewLine = "\n" };

    [Fact]
    public async Task Display_WhereNobodyWatches_WritesALineForEachThingThatHappens()
    {
        var display = Create(isQuiet: false);

        await display.ShowAsync(() => Task.FromResult(Act(display)));

        Assert.Equal("needed\nsaid\n2 recordings read\n(1 of 3) node 'a' joined\n", error.ToString());
    }

    [Fact]
    public async Task Display_IfQuiet_SaysOnlyWhatIsNeeded()
    {
        var display = Create(isQuiet: true);

        await display.ShowAsync(() => Task.FromResult(Act(display)));

        Assert.Equal("needed\n", error.ToString());
    }

    [Fact]
    public async Task Display_WhereSomebodyWatches_PutsLinesAboveTheBars()
    {
        var display = Create(isQuiet: false, isScreen: true);

        await display.ShowAsync(() => Task.FromResult(Act(display)));

        Assert.Contains("(1 of 3) node 'a' joined\n", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("recordings read", error.ToString(), StringComparison.Ordinal);
    }

    private DetectionDisplay Create(bool isQuiet, bool isScreen = false) => new(new Terminal(new StringWriter(), error, isScreen), isQuiet, recordCount: 2);

    private static bool Act(DetectionDisplay display)
    {
        display.Say("needed", isNeeded: true);
        display.Say("said");
        ((IProgress<int>)display).Report(1);
        ((IProgress<int>)display).Report(2);
        display.Tell(there: 1, count: 3, "node 'a' joined");
        ((IProgress<EnsembleProgress>)display).Report(new EnsembleProgress("a", 5, 10));
        return true;
    }
}
