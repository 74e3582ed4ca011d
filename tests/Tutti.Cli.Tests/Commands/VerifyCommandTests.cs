using Tutti.Cli.Tests.Verification;
using Tutti.TestKit;

namespace Tutti.Cli.Tests.Commands;

public sealed class VerifyCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Verify_PassedFailedAndUnsupported_CountsEachAndEndsWith1()
    {
        WriteThree();

        var outcome = await Command.RunAsync("verify", folder.Path, "--json");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal((1, 1, 1), (
            outcome.Json.GetProperty("passed").GetInt32(), outcome.Json.GetProperty("failed").GetInt32(), outcome.Json.GetProperty("unsupported").GetInt32()));
        Assert.Equal(["failed", "passed", "unsupported"], outcome.Json.GetProperty("cases").EnumerateArray().Select(result => result.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Verify_OneOperation_RunsOnlyItsCases()
    {
        WriteThree();

        var outcome = await Command.RunAsync("verify", folder.Path, "--operation", "relu");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("1 passed, 0 failed, 0 unsupported", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OperationThatNoCaseHas_EndsWith2AndTheNearest()
    {
        WriteThree();

        var outcome = await Command.RunAsync("verify", folder.Path, "--operation", "rellu");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("Did you mean 'relu'?", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_AFileThatIsNoCase_FailsAndIsNamed()
    {
        File.WriteAllBytes(folder["broken.safetensors"], [1, 2, 3]);

        var outcome = await Command.RunAsync("verify", folder.Path);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("broken", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_NoFolderOrAnEmptyOne_EndsWith2()
    {
        Assert.Equal(2, (await Command.RunAsync("verify", folder["nothing"])).ExitCode);
        Assert.Equal(2, (await Command.RunAsync("verify", folder.Path)).ExitCode);
    }

    private void WriteThree()
    {
        GoldenFiles.WriteUnary(folder.Path, "a", "exp", "{}", [0], [2]);
        GoldenFiles.WriteUnary(folder.Path, "b", "relu", "{}", [-1], [0]);
        GoldenFiles.WriteUnary(folder.Path, "c", "novelty", "{}", [0], [0]);
    }
}
