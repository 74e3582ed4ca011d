using System.Text.Json;
using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests;

/// <summary>Trainings whose logical shards have parts of their own.</summary>
public sealed class PartitionTests : IDisposable
{
    private static readonly string[] Training = ["train", "--data", "digits", "--model", "mlp", "--epochs", "2", "--seed", "5", "--shards", "4"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("dirichlet", "--alpha", "0.3")]
    [InlineData("quantity", "--alpha", "0.5", "--part-pace", "global-batch")]
    public async Task Train_APartition_GivesTheSameBitsOnThreadsAndProcesses(string scheme, params string[] more)
    {
        string[] way = ["--partition", scheme, .. more];
        var alone = await TrainAsync([.. way, "--workers", "1"]);
        var threads = await TrainAsync([.. way, "--workers", "3"]);
        var processes = await TrainAsync([.. way, "--workers", "2", "--isolation", "process"]);
        var whole = await TrainAsync(["--workers", "1"]);
        var otherParts = await TrainAsync([.. way, "--workers", "1", "--partition-seed", "6"]);

        Assert.Equal([scheme, scheme, scheme], new[] { alone, threads, processes }.Select(json => json.GetProperty("partition").GetString()));
        Assert.Single(new[] { alone, threads, processes }.Select(Digest).Distinct());
        Assert.Equal(3, new[] { alone, whole, otherParts }.Select(Digest).Distinct().Count());
        using var record = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(processes.GetProperty("folder").GetString()!, "run.json")));
        var options = record.RootElement.GetProperty("options");
        Assert.Equal((scheme, "5"), (options.GetProperty("partition.scheme").GetString(), options.GetProperty("partition.seed").GetString()));
    }

    [Fact]
    public async Task Resume_APartition_GivesTheUndisturbedRunAndRefusesAnother()
    {
        string[] training = ["train", "--model", "mlp", "--epochs", "2", "--shards", "2", "--partition", "sort-and-shard"];
        var undisturbed = (await TuttiProcess.RunAsync(folder.Path, [.. training, "--out", "calm", "--json", "--quiet"])).Expect(0).Json;
        using (var process = TuttiProcess.Start(folder.Path, training))
        {
            await process.WaitForErrorAsync("epoch 1/");
            await process.InterruptAsync();
            (await process.WaitAsync()).Expect(130);
        }
        var refused = (await TuttiProcess.RunAsync(folder.Path, "train", "--resume", "--partition", "balanced")).Expect(2);
        var otherCut = (await TuttiProcess.RunAsync(folder.Path, "train", "--resume", "--shards-per-part", "5")).Expect(2);

        var resumed = (await TuttiProcess.RunAsync(folder.Path, "train", "--resume", "--partition", "sort-and-shard", "--workers", "1", "--json")).Expect(0).Json;

        Assert.Contains("--partition: a run goes on as it began. Got 'balanced' where the run has 'sort-and-shard'.", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Got '5' where the run has '2'.", otherCut.Error, StringComparison.Ordinal);
        Assert.Equal(Digest(undisturbed), Digest(resumed));
    }

    [Fact]
    public async Task Train_PartitionsOfRanksDiffer_IsRefusedBeforeAnythingIsRecorded()
    {
        var port = TuttiProcess.FreePort();
        using var first = StartRank(0, port, "5");
        using var second = StartRank(1, port, "6");

        TuttiProcess.Outcome[] outcomes = [await first.WaitAsync(), await second.WaitAsync()];

        // Whoever is slower hears of it from the other.
        Assert.Contains(2, outcomes.Select(outcome => outcome.ExitCode));
        Assert.All(outcomes, outcome => Assert.NotEqual(0, outcome.ExitCode));
        Assert.All(outcomes, outcome => Assert.Matches("the ranks do not train the same. Got .*, partition .* on rank 0 and .*, partition .* on rank 1", outcome.Error));
        Assert.False(Directory.Exists(folder["runs"]));
    }

    [Fact]
    public async Task Train_PartsByGroups_KeepsTheGroupsColumnOutOfTheSamplesThere()
    {
        WriteBeats(60);
        string[] training = ["train", "--data", "beats.csv", "--label", "kind", "--group", "patient", "--model", "mlp", "--epochs", "1", "--workers", "2"];

        var grouped = (await TuttiProcess.RunAsync(folder.Path, [.. training, "--partition", "grouped", "--json", "--quiet"])).Expect(0).Json;
        var measured = (await TuttiProcess.RunAsync(folder.Path, "evaluate", "--json")).Expect(0).Json;

        Assert.Equal("grouped", grouped.GetProperty("partition").GetString());
        Assert.Equal(grouped.GetProperty("testAccuracy").GetRawText(), measured.GetProperty("accuracy").GetRawText());
    }

    [Theory]
    [InlineData("weighted --weights 1,0", "a part would be empty. Got part 1 of 2 without rows")]
    [InlineData("dirichlet --alpha 0", "--alpha: not a number that fits. Got '0'.")]
    [InlineData("quantity --alpha -1", "--alpha: not a number that fits. Got '-1'.")]
    [InlineData("dirichlet --min-size 30", "Got 30 rows in each of 2 parts, and 4 samples.")]
    [InlineData("balanced --shards 6", "Got 6 for 4 samples. Expected 1 to 4, so that no part is empty.")]
    [InlineData("grouped", "--group: nothing was given. Got --partition grouped")]
    [InlineData("balanced --isolation process --shards 6", "Got 6 for 4 samples.")]
    public async Task Train_PartsThatCannotBe_EndWith2BeforeAnything(string flags, string expected)
    {
        WriteBeats(6);

        var outcome = (await TuttiProcess.RunAsync(folder.Path,
            ["train", "--data", "beats.csv", "--label", "kind", "--model", "mlp", "--workers", "2", "--test-share", "0.2", "--partition", .. flags.Split(' ')])).Expect(2);

        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
        Assert.False(Directory.Exists(folder["runs"]));
    }

    private async Task<JsonElement> TrainAsync(params string[] more) =>
        (await TuttiProcess.RunAsync(folder.Path, [.. Training, .. more, "--json", "--quiet"])).Expect(0).Json;

    private TuttiProcess StartRank(int rank, int port, string seed) => TuttiProcess.StartWith(
        folder.Path,
        new Dictionary<string, string>
        {
            ["TUTTI_JOB_SECRET"] = new('a', 64), ["RANK"] = $"{rank}", ["WORLD_SIZE"] = "2", ["MASTER_ADDR"] = "127.0.0.1", ["MASTER_PORT"] = $"{port}",
        },
        [.. Training, "--partition", "random", "--partition-seed", seed]);

    private static string? Digest(JsonElement json) => json.GetProperty("weightsSha256").GetString();

    private void WriteBeats(int count)
    {
        var rows = Enumerable.Range(0, count).Select(row => $"{row},{row % 7},{row % 5 + 10},{(row % 2 == 0 ? "odd" : "normal")}");
        File.WriteAllLines(folder["beats.csv"], rows.Prepend("height,width,patient,kind"));
    }
}
