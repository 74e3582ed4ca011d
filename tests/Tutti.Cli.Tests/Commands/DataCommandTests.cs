namespace Tutti.Cli.Tests.Commands;

public sealed class DataCommandTests
{
    [Fact]
    public async Task List_Always_NamesTheBundledData()
    {
        var outcome = await Command.RunAsync("data", "list");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Matches(@"(?m)^fashion-mnist-10k\s+10,000 \+ 2,000\s+\[1, 28, 28\]", outcome.Output);
    }

    [Fact]
    public async Task Get_DataThatIsHere_TellsWhere()
    {
        var outcome = await Command.RunAsync("data", "get", "fashion-mnist-10k", "--json");

        Assert.Equal(0, outcome.ExitCode);
        Assert.True(Directory.Exists(outcome.Json.GetProperty("folder").GetString()));
    }

    [Fact]
    public async Task Describe_UnknownName_EndsWith2AndTheNearest()
    {
        var outcome = await Command.RunAsync("data", "describe", "fashion-mnits");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("Did you mean 'fashion-mnist'?", outcome.Error, StringComparison.Ordinal);
    }
}
