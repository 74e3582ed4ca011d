using System.Diagnostics;
using System.Text.Json;
using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests;

/// <summary>Workers of a running training are killed, and it ends with the bits of one that was not disturbed.</summary>
public sealed class ElasticTests(ITestOutputHelper output) : IDisposable
{
    private const int Workers = 3;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2), LongestPause = TimeSpan.FromSeconds(3);

    // 16 steps an epoch, each of them recorded.
    private static readonly string[] Training = ["train", "--epochs", "2", "--batch-size", "640", "--shards", "3", "--seed", "5", "--json"];
    private static readonly Lazy<Task<string>> Undisturbed = new(TrainAloneAsync);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("shared-memory", new[] { 1 })]
    [InlineData("tcp", new[] { 1 })]
    [InlineData("shared-memory", new[] { 0 })]
    [InlineData("tcp", new[] { 0 })]
    [InlineData("shared-memory", new[] { 1, 2 })]
    [InlineData("tcp", new[] { 0, 1 })]
    public async Task Train_WhenWorkersAreKilledMidEpoch_GoesOnWithin3SecondsToTheSameBits(string transport, int[] victims)
    {
        using var training = Start(transport, "--min-workers", "1");
        await WaitForStepsAsync(2);
        var killed = Kill(training, victims);

        var outcome = (await training.WaitAsync()).Expect(0);
        var json = outcome.Json;
        output.WriteLine($"{json.GetProperty("regroupings")}\n{outcome.Error}");

        var next = FirstStepAfterTheLastRegrouping();
        output.WriteLine($"{transport}, rank {string.Join(" and ", victims)}: {(next - killed).TotalSeconds:F2} s from the kill to the next step");
        Assert.InRange(next - killed, TimeSpan.Zero, LongestPause);
        Assert.Equal(await Undisturbed.Value, json.GetProperty("weightsSha256").GetString());
        Assert.Equal(Workers - victims.Length, json.GetProperty("regroupings").EnumerateArray().Last().GetProperty("workers").GetInt32());
        Assert.Equal("1 2", string.Join(' ', Records("epoch").Select(record => record.GetProperty("epoch").GetInt32() + 1)));
        Assert.Equal("Finished", Record().GetProperty("state").GetString(), ignoreCase: true);
    }

    [Fact]
    public async Task Train_WhenALostWorkerIsStartedAgain_GoesOnWithAllToTheSameBits()
    {
        using var training = Start("shared-memory", "--min-workers", "1", "--max-restarts", "1");
        await WaitForStepsAsync(2);
        Kill(training, [2]);

        var json = (await training.WaitAsync()).Expect(0).Json;

        Assert.Equal(await Undisturbed.Value, json.GetProperty("weightsSha256").GetString());
        Assert.Equal(Workers, json.GetProperty("regroupings")[0].GetProperty("workers").GetInt32());
    }

    [Fact]
    public async Task Train_WhenTooFewWorkersAreLeft_FailsAndSaysHowToGoOn()
    {
        using var training = Start("shared-memory", "--min-workers", "3");
        await WaitForStepsAsync(2);
        Kill(training, [1]);

        var outcome = (await training.WaitAsync()).Expect(1);

        Assert.Contains("rank 1 failed first: killed by SIGKILL", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("too few workers are left", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("tutti train --resume goes on", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--min-workers 1", "a thread is not lost alone")]
    [InlineData("--min-workers 1 --isolation mpi", "MPI ends all ranks with one")]
    [InlineData("--min-workers 3 --isolation process --workers 2", "more than there are workers")]
    [InlineData("--max-restarts 1 --isolation process", "only a training that may miss workers replaces them")]
    public async Task Train_WithElasticityThatCannotWork_EndsWith2(string flags, string expected)
    {
        var outcome = (await TuttiProcess.RunAsync(folder.Path, ["train", .. flags.Split(' ')])).Expect(2);

        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
    }

    private static async Task<string> TrainAloneAsync()
    {
        using var folder = new TemporaryFolder();
        return (await TuttiProcess.RunAsync(folder.Path, [.. Training, "--workers", "1"])).Expect(0).Json.GetProperty("weightsSha256").GetString()!;
    }

    private TuttiProcess Start(string transport, params string[] flags) => TuttiProcess.Start(
        folder.Path, [.. Training, "--workers", $"{Workers}", "--isolation", "process", "--transport", transport, "--state-steps", "1", .. flags]);

    private DateTimeOffset Kill(TuttiProcess training, int[] ranks)
    {
        int[] processes = [.. ranks.Select(rank => training.RankProcess(rank))];
        var now = DateTimeOffset.UtcNow;
        foreach (var process in processes) Process.GetProcessById(process).Kill();
        return now;
    }

    private DateTimeOffset FirstStepAfterTheLastRegrouping()
    {
        var all = Lines().ToArray();
        var last = Array.FindLastIndex(all, record => record.GetProperty("kind").GetString() == "regrouped");
        Assert.True(last >= 0, "no regrouping was recorded");
        return all.Skip(last).First(record => record.GetProperty("kind").GetString() == "step").GetProperty("time").GetDateTimeOffset();
    }

    private IEnumerable<JsonElement> Records(string kind) => Lines().Where(record => record.GetProperty("kind").GetString() == kind);

    private IEnumerable<JsonElement> Lines() =>
        File.ReadLines(Path.Combine(RunPath(), "metrics.jsonl")).Select(line => JsonDocument.Parse(line).RootElement);

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
