using Tutti.Cli.Output;

namespace Tutti.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Run_WithoutArguments_ShowsThreeExamples()
    {
        var outcome = await Command.RunAsync();

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(3, outcome.Output.Split('\n').Count(line => line.StartsWith("  tutti ", StringComparison.Ordinal)));
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public async Task Run_Version_PrintsIt()
    {
        var outcome = await Command.RunAsync("--version");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+\s*$", outcome.Output);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("evaluate")]
    [InlineData("predict")]
    [InlineData("verify")]
    [InlineData("launch")]
    public async Task Run_HelpOfAVerb_EndsWithExamples(string verb)
    {
        var outcome = await Command.RunAsync(verb, "--help");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("Examples:", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"tutti {verb}", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trian", "tutti: there is no such verb. Got 'trian'. Did you mean 'train'?")]
    [InlineData("data lst", "tutti data: there is no such verb. Got 'lst'. Did you mean 'list'?")]
    [InlineData("train --epocs 3", "tutti train: there is no such option. Got '--epocs'. Did you mean '--epochs'?")]
    [InlineData("train --epocs=3", "tutti train: there is no such option. Got '--epocs'. Did you mean '--epochs'?")]
    [InlineData("train extra", "tutti train: too many arguments. Got 'extra'.")]
    [InlineData("data", "tutti data: a verb is missing. Expected one of list, get, describe, partition.")]
    [InlineData("train --epochs 3 --epochs 4", "Option '--epochs' expects a single argument but 2 were provided.")]
    [InlineData("train --epochs", "--epochs")]
    public async Task Run_WrongLine_SaysWhatIsWrongAndTheNearestName(string line, string expected)
    {
        var outcome = await Command.RunAsync(line.Split(' '));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public async Task Run_WrongLineWithJson_PrintsTheErrorAsOneObject()
    {
        var outcome = await Command.RunAsync("train", "--model", "cnnn", "--json");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Single(outcome.Output.TrimEnd().Split('\n'));
        Assert.Equal(2, outcome.Json.GetProperty("exitCode").GetInt32());
        Assert.Contains("Did you mean 'cnn'?", outcome.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ExpectedError_ShowsNoStackTraceUnlessAsked()
    {
        var plain = await Command.RunAsync("data", "describe", "mnits");
        var verbose = await Command.RunAsync("data", "describe", "mnits", "--verbose");

        Assert.DoesNotContain("   at ", plain.Error, StringComparison.Ordinal);
        Assert.Contains("   at ", verbose.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runs list --json", 1)]
    [InlineData("trian --json", 2)]
    public async Task Run_WhereNothingCanBeWritten_StillEndsWithTheExitCode(string line, int expected)
    {
        using var output = new FullWriter();
        using var error = new FullWriter();

        var exitCode = await CommandLine.RunAsync(line.Split(' '), new Terminal(output, error), TestContext.Current.CancellationToken);

        Assert.Equal(expected, exitCode);
    }

    private sealed class FullWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("No space left on device");
    }
}
