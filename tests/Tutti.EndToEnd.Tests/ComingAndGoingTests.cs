using System.Globalization;
using System.Text.Json;
using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests;

/// <summary>Workers join and leave a running training, and it ends with the bits of one that was not disturbed.</summary>
public sealed class ComingAndGoingTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private static readonly string Secret = new('a', 64);

    // Newcomers start and read their data while the others train: that takes some epochs of 16 steps.
    private static readonly string[] Training =
        ["train", "--epochs", "10", "--batch-size", "640", "--shards", "3", "--seed", "5", "--json"];
    private static readonly string[] Elastic = [.. Training, "--min-workers", "1"];
    private static readonly Lazy<Task<string>> Undisturbed = new(TrainAloneAsync);

    private readonly TemporaryFolder folder = new();
    private readonly string place = $"127.0.0.1:{TuttiProcess.FreePort()}";

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("shared-memory")]
    [InlineData("tcp")]
    public async Task Train_WhenAThirdWorkerJoinsTwo_GoesOnWithAllToTheSameBits(string transport)
    {
        using var training = Start(2, transport, "--listen", place);
        await WaitForStepsAsync(2);
        using var newcomer = Join("--transport", transport);

        var json = (await training.WaitAsync()).Expect(0).Json;

        (await newcomer.WaitAsync()).Expect(0);
        Assert.Equal(await Undisturbed.Value, json.GetProperty("weightsSha256").GetString());
        Assert.Equal("2 3 a worker joined", Regroupings());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public async Task Train_WhenOneOfThreeIsTerminated_ItLeavesWith0AndTheOthersEndWithTheSameBits(int rank)
    {
        using var training = Start(3, "shared-memory", "--max-restarts", "5");
        await WaitForStepsAsync(2);
        await TuttiProcess.TerminateAsync(training.RankProcess(rank));

        var outcome = (await training.WaitAsync()).Expect(0);

        Assert.Equal(await Undisturbed.Value, outcome.Json.GetProperty("weightsSha256").GetString());
        Assert.Equal($"3 2 rank {rank} left", Regroupings());
        Assert.Contains($"rank {rank} has left. 2 of 3 workers go on.", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("Finished", Record().GetProperty("state").GetString(), ignoreCase: true);
    }

    [Theory]
    [InlineData("--seed 6", "Got --seed 6. Expected --seed 5")]
    [InlineData("--model 2nn", "Got model")]
    [InlineData("--transport tcp", "Got transport=Tcp. Expected transport=Automatic")]
    public async Task Train_WhenANewcomerDiffers_RefusesItWith2AndGoesOn(string flags, string expected)
    {
        using var training = Start(2, "auto", "--listen", place);
        await WaitForStepsAsync(2);
        using var newcomer = Join(flags.Split(' '));

        Assert.Contains(expected, (await newcomer.WaitAsync()).Expect(2).Error, StringComparison.Ordinal);

        var json = (await training.WaitAsync()).Expect(0).Json;
        Assert.Equal(await Undisturbed.Value, json.GetProperty("weightsSha256").GetString());
        Assert.Equal("", Regroupings());
    }

    [Fact]
    public async Task Train_WhenANewcomerIsKilled_TheOthersEndWithTheSameBits()
    {
        using var training = Start(2, "auto", "--listen", place);
        await WaitForStepsAsync(2);
        using var newcomer = Join();
        await training.WaitForErrorAsync("a worker joined");
        await newcomer.KillAsync();

        var json = (await training.WaitAsync()).Expect(0).Json;

        Assert.Equal(await Undisturbed.Value, json.GetProperty("weightsSha256").GetString());
        Assert.Equal([3, 2], json.GetProperty("regroupings").EnumerateArray().Select(change => change.GetProperty("workers").GetInt32()));
    }

    [Fact]
    public async Task Train_WhenTheHostOfTheCoordinatorIsTerminated_SaysThatItCannotLeaveAndStops()
    {
        var port = TuttiProcess.FreePort();
        using var first = StartRank(0, port);
        using var second = StartRank(1, port);
        await WaitForStepsAsync(2);
        await TuttiProcess.TerminateAsync(first.Id);

        Assert.Contains("its process hosts the job's coordinator", (await first.WaitAsync()).Expect(130).Error, StringComparison.Ordinal);
        (await second.WaitAsync()).Expect(130);
    }

    [Theory]
    [InlineData("--listen 127.0.0.1:29500", "only a training that may miss workers takes in others")]
    [InlineData("--isolation process --workers 1 --min-workers 1 --listen here", "nobody can join there. Got 'here'")]
    [InlineData("--isolation process --workers 1 --min-workers 1 --listen 127.0.0.1:29500", "the job has no secret")]
    public async Task Train_WithAPlaceThatCannotWork_EndsWith2(string flags, string expected)
    {
        var outcome = (await TuttiProcess.RunAsync(folder.Path, ["train", .. flags.Split(' ')])).Expect(2);

        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
    }

    private static async Task<string> TrainAloneAsync()
    {
        using var folder = new TemporaryFolder();
        var alone = await TuttiProcess.RunAsync(folder.Path, [.. Training, "--workers", "1"]);
        return alone.Expect(0).Json.GetProperty("weightsSha256").GetString()!;
    }

    private TuttiProcess Start(int workers, string transport, params string[] flags) => TuttiProcess.StartWith(
        folder.Path, new Dictionary<string, string> { ["TUTTI_JOB_SECRET"] = Secret },
        [.. Elastic, "--workers", $"{workers}", "--isolation", "process", "--transport", transport, "--state-steps", "1", .. flags]);

    private TuttiProcess Join(params string[] flags) => TuttiProcess.StartWith(
        folder.Path, new Dictionary<string, string> { ["TUTTI_JOB_SECRET"] = Secret, ["TUTTI_COORDINATOR"] = place },
        [.. Without(flags), .. flags]);

    // A flag is given once only.
    private static string[] Without(string[] flags) =>
        flags.Length > 0 && Array.IndexOf(Elastic, flags[0]) is > 0 and var at ? [.. Elastic[..at], .. Elastic[(at + 2)..]] : Elastic;

    private TuttiProcess StartRank(int rank, int port) => TuttiProcess.StartWith(
        folder.Path,
        new Dictionary<string, string>
        {
            ["TUTTI_JOB_SECRET"] = Secret, ["RANK"] = $"{rank}", ["WORLD_SIZE"] = "2", ["MASTER_ADDR"] = "127.0.0.1",
            ["MASTER_PORT"] = port.ToString(CultureInfo.InvariantCulture),
        },
        [.. Elastic, "--state-steps", "1"]);

    private string Regroupings() => string.Join("; ", File.ReadLines(Path.Combine(RunPath(), "metrics.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement)
        .Where(record => record.GetProperty("kind").GetString() == "regrouped")
        .Select(record => $"{record.GetProperty("workersBefore")} {record.GetProperty("workerCount")} {record.GetProperty("reason")}"));

    private JsonElement Record() => JsonDocument.Parse(File.ReadAllText(Path.Combine(RunPath(), "run.json"))).RootElement;

    private string RunPath() => Directory.GetDirectories(folder["runs"]).Single();

    // The state is replaced after every step.
    private async Task WaitForStepsAsync(int count)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Directory.CreateDirectory(folder["runs"]);
        using var watcher = new FileSystemWatcher(folder["runs"], "state.safetensors") { IncludeSubdirectories = true };
        watcher.Renamed += (_, _) =>
        {
            if (Interlocked.Decrement(ref count) <= 0) seen.TrySetResult();
        };
        watcher.EnableRaisingEvents = true;
        await seen.Task.WaitAsync(Deadline);
    }
}
