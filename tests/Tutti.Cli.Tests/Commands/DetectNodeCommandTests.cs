namespace Tutti.Cli.Tests.Commands;

public sealed class DetectNodeCommandTests
{
    [Fact]
    public async Task Node_WithoutItsModelsFile_SaysWhatIsExpected()
    {
        var token = Path.GetTempFileName();
        await File.WriteAllTextAsync(token, "token-of-a-0123456789", TestContext.Current.CancellationToken);

        var outcome = await Command.RunAsync("detect", "node", "--driver", "https://localhost:1", "--model", "/nowhere/m.safetensors", "--token-file", token);

        File.Delete(token);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--model: there is no such file. Got '/nowhere/m.safetensors'. Expected a detector", outcome.Error, StringComparison.Ordinal);
    }
}
