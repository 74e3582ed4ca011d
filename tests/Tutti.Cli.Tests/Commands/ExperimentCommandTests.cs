using Tutti.TestKit;

namespace Tutti.Cli.Tests.Commands;

public sealed class ExperimentCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Experiment_Alone_ListsAll()
    {
        var text = await Command.RunAsync("experiment");
        var json = await Command.RunAsync("experiment", "--json");

        Assert.Equal((0, 0), (text.ExitCode, json.ExitCode));
        Assert.Matches("(?m)^scaling +One worker", text.Output);
        Assert.Equal(["scaling", "aggregation", "partitioning", "ecg-ensemble", "meta-learners"],
            json.Json.GetProperty("experiments").EnumerateArray().Select(experiment => experiment.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("scalling", "Got 'scalling'. Did you mean 'scaling'?")]
    [InlineData("scaling --isolation proces", "--isolation: unknown value. Got 'proces'. Did you mean 'process'?")]
    [InlineData("scaling --isolation thread,", "--isolation: unknown value. Got ''.")]
    [InlineData("scaling --workers 0", "--workers: not a number that fits. Got '0'.")]
    [InlineData("scaling --seeds 101", "--seeds: not a number that fits. Got '101'.")]
    [InlineData("scaling --quik", "Did you mean '--quick'?")]
    [InlineData("scaling extra", "too many arguments. Got 'extra'.")]
    [InlineData("scaling --data-root nowhere", "there is no such data root. Got 'nowhere'.")]
    [InlineData("aggregation --quick --workers 1", "--workers: gradients of so many workers cannot be compared. Got 1. Expected 2 to 512")]
    [InlineData("partitioning --quick --workers 129", "--workers: not so many parts can be compared. Got 129. Expected 2 to 128")]
    [InlineData("meta-learners --quick --workers 1", "--workers: models cannot be trained at once by so many. Got 1. Expected 2 to 24")]
    [InlineData("scaling --quick --workers 300", "--workers: more than a step has samples. Got 300. Expected 1 to 256")]
    public async Task Experiment_WrongInput_EndsWith2AndLeavesNothing(string line, string expected)
    {
        string[] words = ["experiment", .. line.Split(' '), "--out", folder["out"]];
        var outcome = await Command.RunAsync(words);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
        Assert.True(!Directory.Exists(folder["out"]) || !Directory.EnumerateFileSystemEntries(folder["out"]).Any());
    }
}
