using System.Text.Json;
using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests;

public sealed class TrainTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Train_OneEpochWithJson_PrintsOneObjectWithAllFieldsAndLeavesARun()
    {
        var outcome = (await TuttiProcess.RunAsync(folder.Path, "train", "--model", "mlp", "--epochs", "1", "--json")).Expect(0);

        Assert.Single(outcome.Output.TrimEnd().Split('\n'));
        var json = outcome.Json;
        string[] fields =
            ["run", "workers", "isolation", "strategy", "shards", "epochs", "samples", "seconds", "samplesPerSecond", "trainLoss", "testAccuracy", "weightsSha256"];
        Assert.All(fields, field => Assert.NotEqual(JsonValueKind.Null, json.GetProperty(field).ValueKind));
        Assert.Equal((1, 10_000, "thread", "data-parallel"), (
            json.GetProperty("epochs").GetInt32(), json.GetProperty("samples").GetInt32(),
            json.GetProperty("isolation").GetString(), json.GetProperty("strategy").GetString()));
        Assert.InRange(json.GetProperty("testAccuracy").GetDouble(), 0.7, 1);
        Assert.Matches("^[0-9a-f]{64}$", json.GetProperty("weightsSha256").GetString());
        Assert.True(File.Exists(json.GetProperty("checkpoint").GetString()));
        Assert.Contains("epoch 1/1", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_AnyNumberOfWorkersWithTheSameShards_GivesTheSameBits()
    {
        var digests = new List<string?>();
        foreach (var workers in new[] { "1", "2", "3", "4" })
        {
            var outcome = (await TuttiProcess.RunAsync(
                folder.Path, "train", "--model", "mlp", "--epochs", "1", "--workers", workers, "--shards", "4", "--json", "--quiet")).Expect(0);
            digests.Add(outcome.Json.GetProperty("weightsSha256").GetString());
            Assert.Empty(outcome.Error);
        }

        Assert.Single(digests.Distinct());
    }

    [Fact]
    public async Task Train_CnnOnOneWorkerAndTwo_GivesTheSameBits()
    {
        var digests = new List<string?>();
        foreach (var workers in new[] { "1", "2" })
        {
            var outcome = (await TuttiProcess.RunAsync(
                folder.Path, "train", "--epochs", "1", "--workers", workers, "--shards", "2", "--json", "--quiet")).Expect(0);
            digests.Add(outcome.Json.GetProperty("weightsSha256").GetString());
        }

        Assert.Single(digests.Distinct());
    }

    [Theory]
    [InlineData("--averaging", "all-gather", "--bucket-bytes", "100000")]
    [InlineData("--averaging", "reduce-broadcast", "--bucket-bytes", "100000")]
    [InlineData("--compression", "half", "--bucket-bytes", "100000")]
    [InlineData("--compression", "int8", "--bucket-bytes", "100000")]
    [InlineData("--compression", "top-k", "--bucket-bytes", "100000")]
    [InlineData("--compression", "power-sgd", "--bucket-bytes", "100000")]
    public async Task Train_AnyAveragingAndCompression_GivesTheSameBitsOnThreadsAndOverTcp(params string[] way)
    {
        // Averaging changes no bit, so that alone it is left out.
        var alone = await DigestAsync(way[0] == "--averaging" ? [] : way[..2], "--workers", "1");
        Assert.Equal(alone, await DigestAsync(way, "--workers", "3"));
        Assert.Equal(alone, await DigestAsync(way, "--workers", "2", "--isolation", "process", "--transport", "tcp"));
        Assert.Equal(alone, await DigestAsync(way, "--workers", "3", "--isolation", "process"));

        async Task<string?> DigestAsync(string[] settings, params string[] workers) =>
            (await TuttiProcess.RunAsync(folder.Path, ShortTraining.Arguments(4, [.. settings, .. workers]))).Expect(0)
                .Json.GetProperty("weightsSha256").GetString();
    }

    [Fact]
    public async Task Train_WithSynchronizedBatchNorm_GivesTheSameBitsOnEveryKindOfWorker()
    {
        File.WriteAllText(folder["normal.json"], """
            [{"type":"Flatten"},{"type":"Linear","in_features":784,"out_features":32},{"type":"BatchNorm1d","num_features":32},{"type":"ReLU"},
            {"type":"Linear","in_features":32,"out_features":10}]
            """);
        var digests = new List<string?>();
        foreach (var kind in new string[][] { [], ["--isolation", "process"], ["--isolation", "process", "--transport", "tcp"] })
        {
            // Of 10,000 samples three are left for the last step: one shard has none.
            var outcome = await TuttiProcess.RunAsync(folder.Path,
                ["train", "--model", "normal.json", "--epochs", "1", "--batch-size", "769", "--workers", "4", "--sync-batch-norm", "--json", "--quiet", .. kind]);
            digests.Add(outcome.Expect(0).Json.GetProperty("weightsSha256").GetString());
        }

        Assert.Single(digests.Distinct());
        var record = Directory.EnumerateFiles(folder["runs"], "run.json", SearchOption.AllDirectories).First();
        Assert.Contains("\"distribution.syncBatchNorm\": \"true\"", File.ReadAllText(record), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--data mnits", "Did you mean 'mnist'?")]
    [InlineData("--model ccnn", "Did you mean 'cnn'?")]
    [InlineData("--optimizer adma", "Did you mean 'adam'?")]
    [InlineData("--epoch 3", "Did you mean '--epochs'?")]
    [InlineData("--set training.bachSize=3", "Did you mean 'training.batchSize'?")]
    [InlineData("--data ./nowhere", "there is no such folder")]
    [InlineData("--data-root nowhere", "no such data root")]
    [InlineData("--config nowhere.json", "cannot be read")]
    [InlineData("--isolation mpi --transport threads", "Expected --isolation thread")]
    [InlineData("--compression topk", "Did you mean 'top-k'?")]
    [InlineData("--workers 0", "Expected a whole number from 1")]
    public async Task Train_WrongInput_EndsWith2AndWritesNothing(string flags, string expected)
    {
        var outcome = (await TuttiProcess.RunAsync(folder.Path, ["train", "--epochs", "1", .. flags.Split(' ')])).Expect(2);

        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Train_ConfigurationWithAnUnknownKey_EndsWith2AndTheNearestKey()
    {
        File.WriteAllText(folder["my.json"], """{ "training": { "epohcs": 1 } }""");

        var outcome = (await TuttiProcess.RunAsync(folder.Path, "train", "--config", "my.json")).Expect(2);

        Assert.Contains("Did you mean 'training.epochs'?", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["runs"]));
    }

    [Fact]
    public async Task Train_Configuration_IsOverriddenBySetAndByFlags()
    {
        File.WriteAllText(folder["my.json"], """{ "model": { "name": "mlp" }, "training": { "epochs": 7, "batchSize": 32 }, "output": { "folder": "elsewhere" } }""");

        var outcome = (await TuttiProcess.RunAsync(
            folder.Path, "train", "--config", "my.json", "--set", "training.batchSize=500", "--epochs", "1", "--json", "--quiet")).Expect(0);

        Assert.Equal((1, 20), (outcome.Json.GetProperty("epochs").GetInt32(), outcome.Json.GetProperty("steps").GetInt32()));
        Assert.StartsWith(folder["elsewhere"], outcome.Json.GetProperty("folder").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_LossThatIsNoNumber_EndsWith1AndNamesStepAndParameter()
    {
        var outcome = (await TuttiProcess.RunAsync(
            folder.Path, "train", "--model", "mlp", "--epochs", "1", "--optimizer", "sgd", "--learning-rate", "1e30")).Expect(1);

        Assert.Matches("in step [0-9]+", outcome.Error);
        Assert.Contains(".weight'", outcome.Error, StringComparison.Ordinal);
        var listed = (await TuttiProcess.RunAsync(folder.Path, "runs", "list", "--json")).Expect(0).Json.GetProperty("runs")[0];
        Assert.Equal("failed", listed.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Train_Interrupted_EndsWith130AndAUsableCheckpoint()
    {
        using var process = TuttiProcess.Start(folder.Path, "train", "--model", "mlp", "--epochs", "100000", "--json");
        await process.WaitForErrorAsync("epoch 1/");
        await process.InterruptAsync();
        var outcome = (await process.WaitAsync()).Expect(130);

        Assert.Contains("Stopping after the current step", outcome.Error, StringComparison.Ordinal);
        Assert.True(outcome.Json.GetProperty("cancelled").GetBoolean());
        var checkpoint = outcome.Json.GetProperty("checkpoint").GetString()!;
        var evaluated = (await TuttiProcess.RunAsync(
            folder.Path, "evaluate", "--checkpoint", checkpoint, "--data", "fashion-mnist-10k", "--json")).Expect(0);
        Assert.InRange(evaluated.Json.GetProperty("accuracy").GetDouble(), 0.7, 1);
        Assert.Empty(Directory.EnumerateFiles(folder.Path, ".*.partial", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Train_Killed_IsListedAsInterruptedAndItsCheckpointIsUsable()
    {
        using (var process = TuttiProcess.Start(folder.Path, "train", "--model", "mlp", "--epochs", "100000", "--json"))
        {
            // An epoch is shown after its checkpoint is written.
            await process.WaitForErrorAsync("epoch 1/");
            Assert.Equal("running", await StateAsync());
            await process.KillAsync();
        }

        Assert.Equal("interrupted", await StateAsync());
        var evaluated = (await TuttiProcess.RunAsync(folder.Path, "evaluate", "--json")).Expect(0);
        Assert.InRange(evaluated.Json.GetProperty("accuracy").GetDouble(), 0.7, 1);
    }

    [Fact]
    public async Task Train_FailedRun_SaysWhichAndWhatIsLeftOfIt()
    {
        var outcome = (await TuttiProcess.RunAsync(
            folder.Path, "train", "--model", "mlp", "--epochs", "1", "--optimizer", "sgd", "--learning-rate", "1e30")).Expect(1);

        Assert.Matches("The run [0-9a-f]{8} has failed. It has no checkpoint.", outcome.Error);
        var shown = (await TuttiProcess.RunAsync(folder.Path, "runs", "show", "--json")).Expect(0);
        Assert.Equal("failed", shown.Json.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Train_UnknownKernels_EndsWith2AndTheChoices()
    {
        using var process = TuttiProcess.StartWith(
            folder.Path, new Dictionary<string, string> { ["TUTTI_KERNELS"] = "fastest" }, "train", "--epochs", "1");
        var outcome = (await process.WaitAsync()).Expect(2);

        Assert.Contains("TUTTI_KERNELS: no such kernels. Got 'fastest'. Expected one of", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Train_OutThatIsAFile_EndsWith2AndSaysSo()
    {
        File.WriteAllText(folder["taken"], "");

        var outcome = (await TuttiProcess.RunAsync(folder.Path, "train", "--epochs", "1", "--out", "taken")).Expect(2);

        Assert.Contains("--out: a run cannot be made there. Got 'taken'", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_RunsElsewhere_SuggestsCommandsThatFindTheRun()
    {
        var outcome = (await TuttiProcess.RunAsync(
            folder.Path, "train", "--model", "mlp", "--epochs", "1", "--out", "else where")).Expect(0);

        var suggested = System.Text.RegularExpressions.Regex.Match(outcome.Output, "tutti runs show '(.*?)'").Groups[1].Value;
        (await TuttiProcess.RunAsync(folder.Path, "runs", "show", suggested)).Expect(0);
    }

    private async Task<string?> StateAsync() =>
        (await TuttiProcess.RunAsync(folder.Path, "runs", "list", "--json")).Expect(0)
        .Json.GetProperty("runs")[0].GetProperty("state").GetString();
}
