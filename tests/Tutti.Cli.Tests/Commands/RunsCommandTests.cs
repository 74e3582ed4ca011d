using Tutti.TestKit;

namespace Tutti.Cli.Tests.Commands;

public sealed class RunsCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task List_NoRuns_SaysHowToMakeOne()
    {
        var outcome = await Command.RunAsync("runs", "list", "--out", folder["none"]);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("tutti train", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_AFolderThatIsNoRun_IsListedWithTheReason()
    {
        Directory.CreateDirectory(folder["strange"]);

        var outcome = await Command.RunAsync("runs", "list", "--out", folder.Path);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Matches("(?m)^strange .*unreadable: ", outcome.Output);
    }

    [Fact]
    public async Task Show_NoRuns_EndsWith2()
    {
        var outcome = await Command.RunAsync("runs", "show", "--out", folder.Path);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("Train one first", outcome.Error, StringComparison.Ordinal);
    }
}
