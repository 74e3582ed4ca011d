using System.Diagnostics;
using System.Text.Json;
using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests;

/// <summary>What workers divide among themselves: the same bits, less memory, and states for any number of workers.</summary>
public sealed class ShardingTests : IDisposable
{
    private static readonly string[] Training = ["train", "--model", "mlp", "--epochs", "1", "--batch-size", "100", "--shards", "5", "--seed", "3"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("1", "thread", "auto")]
    [InlineData("2", "thread", "auto")]
    [InlineData("1", "process", "shared-memory")]
    [InlineData("2", "process", "shared-memory")]
    [InlineData("1", "process", "tcp")]
    [InlineData("2", "process", "tcp")]
    public async Task Train_AnyStageAndTransport_GivesTheSameBitsWithLessMemory(string stage, string isolation, string transport)
    {
        var json = (await TuttiProcess.RunAsync(folder.Path,
            ShortTraining.Arguments(3, "--workers", "3", "--isolation", isolation, "--transport", transport, "--zero", stage))).Expect(0).Json;

        Assert.Equal(await ShortTraining.DigestAsync(3), json.GetProperty("weightsSha256").GetString());
        Assert.Equal(int.Parse(stage, System.Globalization.CultureInfo.InvariantCulture), json.GetProperty("zero").GetInt32());
        var memory = json.GetProperty("memory").EnumerateArray().ToArray();
        var whole = 2 * memory[0].GetProperty("parameterBytes").GetInt64(); // Adam remembers two numbers an element
        Assert.Equal(whole, memory.Sum(worker => worker.GetProperty("optimizerBytes").GetInt64()));
        Assert.All(memory, worker => Assert.InRange(worker.GetProperty("optimizerBytes").GetInt64(), 1, whole / 3 + 65_536));
        using var record = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(json.GetProperty("folder").GetString()!, "run.json")));
        Assert.Equal(stage, record.RootElement.GetProperty("options").GetProperty("distribution.zero").GetString());
    }

    // Four processes save and are killed; one, three and five go on.
    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task Resume_WhatFourWorkersSaved_GoesOnWithOneThreeOrFive(string stage)
    {
        var undisturbed = (await TuttiProcess.RunAsync(folder.Path, [.. Training, "--workers", "1", "--out", "calm", "--json", "--quiet"])).Expect(0).Json;
        Directory.CreateDirectory(folder["runs"]);
        using (var process = TuttiProcess.Start(folder.Path, [.. Training, "--workers", "4", "--isolation", "process", "--zero", stage, "--state-steps", "4"]))
        {
            await SavedStates.WaitAsync(folder["runs"], 2);
            using (var first = Process.GetProcessById(process.RankProcess(0))) first.Kill();
            (await process.WaitAsync()).Expect(1);
        }

        foreach (var (workers, zero, isolation) in new[] { ("1", stage, "thread"), ("3", "0", "process"), ("5", stage, "process"), ("3", stage, "thread") })
        {
            var runs = $"runs-{workers}-{zero}-{isolation}";
            Copy(folder["runs"], folder[runs]);
            string[] command = ["train", "--resume", "--out", runs, "--workers", workers, "--zero", zero, "--isolation", isolation];
            var resumed = (await TuttiProcess.RunAsync(folder.Path, [.. command, "--transport", "auto", "--json"])).Expect(0).Json;
            foreach (var field in new[] { "weightsSha256", "trainLoss", "testAccuracy", "steps", "samples" })
                Assert.Equal(undisturbed.GetProperty(field).GetRawText(), resumed.GetProperty(field).GetRawText());
        }
    }

    [Fact]
    public async Task Resume_AfterCtrlC_GoesOnFromTheLastStep()
    {
        var undisturbed = (await TuttiProcess.RunAsync(folder.Path, [.. Training, "--workers", "1", "--out", "calm", "--json", "--quiet"])).Expect(0).Json;
        Directory.CreateDirectory(folder["runs"]);
        using (var process = TuttiProcess.Start(folder.Path, [.. Training, "--workers", "2", "--zero", "2", "--state-steps", "4"]))
        {
            await SavedStates.WaitAsync(folder["runs"], 1);
            await process.InterruptAsync();
            (await process.WaitAsync()).Expect(130);
        }

        var resumed = (await TuttiProcess.RunAsync(folder.Path, "train", "--resume", "--json")).Expect(0).Json;

        Assert.Equal(undisturbed.GetProperty("weightsSha256").GetString(), resumed.GetProperty("weightsSha256").GetString());
    }

    [Theory]
    [InlineData("--zero 2 --compression half", "compressed gradients give every worker the whole sum")]
    [InlineData("--zero 1 --isolation process --workers 2 --min-workers 1", "what a worker has alone is lost with it")]
    public async Task Train_WhatDoesNotGoWithSharding_EndsWith2(string flags, string expected) =>
        Assert.Contains(expected, (await TuttiProcess.RunAsync(folder.Path, [.. Training, .. flags.Split(' ')])).Expect(2).Error, StringComparison.Ordinal);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
