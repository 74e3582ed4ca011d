using System.Text.Json;
using Tutti.Learning.Runs;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FixedTime time = new();

    internal static RunStart Start { get; } = new()
    {
        Model = "cnn",
        CommandLine = ["train", "--data", "mnist", "--token", "hunter2"],
        Kernels = "256 (AVX2)",
        Seed = ulong.MaxValue,
        Options = new Dictionary<string, string> { ["epochs"] = "3", ["serverToken"] = "hunter2" },
        Data = new RunData("mnist", 60_000, 10_000, "ab", "cd", 0.1307f, 0.3081f),
        Workers = new RunWorkers(2, "thread", 1, 4, "data-parallel"),
    };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Create_NewRun_MakesItsFolderAndRecord()
    {
        using var run = RunFolder.Create(folder["runs"], Start, time);

        Assert.Equal($"20260131T235958Z-cnn-mnist-{run.Record.Id}", Path.GetFileName(run.Path));
        Assert.Matches("^[0-9a-f]{8}$", run.Record.Id);
        Assert.True(Directory.Exists(run.CheckpointFolder));
        var text = File.ReadAllText(Path.Combine(run.Path, "run.json"));
        Assert.DoesNotContain("hunter2", text);
        var json = JsonDocument.Parse(text).RootElement;
        Assert.Equal(1, json.GetProperty("schemaVersion").GetInt32());
        Assert.Equal("running", json.GetProperty("state").GetString());
        Assert.Equal("2026-01-31T23:59:58+00:00", json.GetProperty("started").GetString());
        Assert.Equal(["train", "--data", "mnist", "--token", "***"], json.GetProperty("commandLine").EnumerateArray().Select(item => item.GetString()));
        Assert.Equal(ulong.MaxValue, json.GetProperty("seed").GetUInt64());
        Assert.Equal("256 (AVX2)", json.GetProperty("machine").GetProperty("kernels").GetString());
        Assert.Equal(Environment.Version.ToString(), json.GetProperty("machine").GetProperty("dotnetVersion").GetString());
        Assert.StartsWith("0.", json.GetProperty("tuttiVersion").GetString());
        Assert.Equal("ab", json.GetProperty("data").GetProperty("trainDigest").GetString());
        Assert.Equal(4, json.GetProperty("workers").GetProperty("shardCount").GetInt32());
        Assert.Equal("***", json.GetProperty("options").GetProperty("serverToken").GetString());
    }

    [Fact]
    public void Create_NamesWithSeparators_StaysUnderTheRoot()
    {
        using var run = RunFolder.Create(folder["runs"], Start with { Model = "../../x", Data = Start.Data with { Name = "..\\a b/c:" } }, time);

        Assert.Equal(folder["runs"], Path.GetDirectoryName(run.Path));
        Assert.StartsWith("20260131T235958Z-x-a-b-c-", Path.GetFileName(run.Path));
    }

    [Fact]
    public void Create_TwiceInOneSecond_MakesTwoRuns()
    {
        using var first = RunFolder.Create(folder["runs"], Start, time);
        using var second = RunFolder.Create(folder["runs"], Start, time);

        Assert.NotEqual(first.Path, second.Path);
    }

    [Fact]
    public void Finish_WritesTheSummary()
    {
        using var run = RunFolder.Create(folder["runs"], Start, time);
        time.Now += TimeSpan.FromSeconds(30);

        run.Finish(new RunSummary(3, 180_000, 12.5, 14_400, double.NaN, 0.99, "ef"));

        var read = new RunCatalog(folder["runs"]).Find(run.Record.Id).Record!;
        Assert.Equal((RunState.Finished, time.Now, null), (read.State, read.Ended, read.Error));
        Assert.Equal(run.Record.Summary, read.Summary);
        Assert.Contains("\"finished\"", File.ReadAllText(Path.Combine(run.Path, "run.json")));
    }

    [Fact]
    public void Fail_WritesTheErrorWithoutSecrets()
    {
        using var run = RunFolder.Create(folder["runs"], Start, time);

        run.Fail("could not reach https://me:hunter2@host");

        var read = new RunCatalog(folder["runs"]).Find(run.Record.Id).Record!;
        Assert.Equal((RunState.Failed, "could not reach https://***@host"), (read.State, read.Error));
    }

    [Fact]
    public void Cancel_SaysSo()
    {
        using var run = RunFolder.Create(folder["runs"], Start, time);

        run.Cancel();

        Assert.Equal(RunState.Cancelled, new RunCatalog(folder["runs"]).Find(run.Record.Id).Record!.State);
    }

    [Fact]
    public void AppendMetrics_IsReadableWhileTheRunGoesOn()
    {
        using var run = RunFolder.Create(folder["runs"], Start, time);
        MetricsRecord[] records =
        [
            new StepMetrics(time.Now, 0, 10, double.PositiveInfinity, 1e-3, 1000),
            new EpochMetrics(time.Now, 0, 0.5, null, 0.875, 2, 30_000),
        ];

        run.AppendMetrics(records[0]);
        run.AppendMetrics(records[1]);

        Assert.Equal(records, RunCatalog.ReadMetrics(new RunCatalog(folder["runs"]).Find(run.Record.Id)).Records);
        var first = File.ReadLines(Path.Combine(run.Path, "metrics.jsonl")).First();
        Assert.StartsWith("{\"kind\":\"step\",", first);
        Assert.Contains("\"loss\":\"Infinity\"", first);
    }

    [Fact]
    public void Open_FailedRun_RunsAgainAndKeepsItsMetrics()
    {
        string path;
        using (var run = RunFolder.Create(folder["runs"], Start, time))
        {
            path = run.Path;
            run.AppendMetrics(new StepMetrics(time.Now, 0, 0, 1, 1, 1));
            run.Fail("out of luck");
        }
        File.AppendAllText(Path.Combine(path, "metrics.jsonl"), "{\"kind\":\"st");
        File.WriteAllText(Path.Combine(path, "checkpoints", ".step-00000001.safetensors.0.partial"), "");

        using var resumed = RunFolder.Open(path, time);
        resumed.AppendMetrics(new StepMetrics(time.Now, 0, 1, 1, 1, 1));

        var read = new RunCatalog(folder["runs"]).Find(resumed.Record.Id);
        Assert.Equal((RunState.Running, null, null), (read.Record!.State, read.Record.Ended, read.Record.Error));
        Assert.Equal(2, RunCatalog.ReadMetrics(read).Records.Count);
        Assert.Empty(Directory.GetFiles(resumed.CheckpointFolder));
    }

    [Fact]
    public void Open_WhileItIsOpen_IsRefusedAndChangesNothing()
    {
        using var run = RunFolder.Create(folder["runs"], Start, time);
        run.Fail("x");

        Assert.Throws<IOException>(() => RunFolder.Open(run.Path, time));

        Assert.Equal(RunState.Failed, new RunCatalog(folder["runs"]).Find(run.Record.Id).Record!.State);
    }

    [Fact]
    public void CheckpointPath_Steps_AreFoundInOrder()
    {
        using var run = RunFolder.Create(folder["runs"], Start, time);
        foreach (var step in new long[] { 200, 1_000_000_000, 3 }) File.WriteAllText(run.CheckpointPath(step), "");
        File.WriteAllText(Path.Combine(run.CheckpointFolder, "step-x.safetensors"), "");

        Assert.EndsWith("checkpoints/step-00000200.safetensors", run.CheckpointPath(200).Replace('\\', '/'));
        Assert.Equal([3, 200, 1_000_000_000], RunCatalog.FindCheckpoints(run.Path).Select(found => found.Step));
        Assert.Equal(run.CheckpointPath(1_000_000_000), RunCatalog.FindCheckpoints(run.Path)[^1].Path);
    }
}
