using System.Text.Json;
using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests;

/// <summary>An interrupted run goes on and ends with the bits of one that was not interrupted.</summary>
public sealed class ResumeTests : IDisposable
{
    private const int Kills = 10;
    private static readonly string[] Training = ["train", "--epochs", "2", "--shards", "2", "--seed", "5", "--state-steps", "3"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Resume_AfterTenKillsAtRandomSteps_GivesTheUndisturbedRun()
    {
        var undisturbed = (await TuttiProcess.RunAsync(folder.Path, [.. Training, "--out", "calm", "--json", "--quiet"])).Expect(0).Json;
        Directory.CreateDirectory(folder["runs"]);
        var random = new Random(1);
        string[] command = [.. Training, "--workers", "2"];
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = TuttiProcess.Start(folder.Path, command);
            await WaitForStatesAsync(random.Next(1, 6));
            await process.KillAsync();
            // The number of workers may change from one life to the next.
            command = ["train", "--resume", "--workers", kill % 2 == 0 ? "1" : "2"];
        }
        var killedAt = (await TuttiProcess.RunAsync(folder.Path, "runs", "show", "--json")).Expect(0).Json;
        Assert.Equal("interrupted", killedAt.GetProperty("state").GetString());

        var resumed = (await TuttiProcess.RunAsync(folder.Path, [.. command, "--json"])).Expect(0).Json;

        foreach (var field in new[] { "weightsSha256", "trainLoss", "testAccuracy", "steps", "samples" })
            Assert.Equal(undisturbed.GetProperty(field).GetRawText(), resumed.GetProperty(field).GetRawText());
        Assert.Empty(Directory.EnumerateFiles(folder["runs"], "state.safetensors", SearchOption.AllDirectories));
        Assert.Single(Directory.EnumerateDirectories(folder["runs"]));
        Assert.Equal("1 2", await EpochsOfCurveAsync());
    }

    [Fact]
    public async Task Resume_AfterCtrlC_GivesTheUndisturbedRun()
    {
        var undisturbed = (await TuttiProcess.RunAsync(folder.Path, [.. Training, "--model", "mlp", "--out", "calm", "--json", "--quiet"])).Expect(0).Json;
        using (var process = TuttiProcess.Start(folder.Path, [.. Training, "--model", "mlp"]))
        {
            await process.WaitForErrorAsync("epoch 1/");
            await process.InterruptAsync();
            (await process.WaitAsync()).Expect(130);
        }

        var resumed = (await TuttiProcess.RunAsync(folder.Path, "train", "--resume", "--json")).Expect(0).Json;

        Assert.Equal(undisturbed.GetProperty("weightsSha256").GetString(), resumed.GetProperty("weightsSha256").GetString());
        Assert.Equal("1 2", await EpochsOfCurveAsync());
    }

    // Killed as two processes, interrupted as one, ended as three: what each shard owes goes from owner to owner.
    [Theory]
    [InlineData("top-k")]
    [InlineData("power-sgd")]
    public async Task Resume_ARunWithCompressionByOtherWorkers_GivesTheUndisturbedRun(string compression)
    {
        string[] training = ["train", "--model", "mlp", "--epochs", "4", "--shards", "3", "--seed", "5", "--compression", compression, "--state-steps", "3"];
        var undisturbed = (await TuttiProcess.RunAsync(folder.Path, [.. training, "--workers", "1", "--out", "calm", "--json", "--quiet"])).Expect(0).Json;
        await InterruptARunAsync([.. training, "--workers", "2", "--isolation", "process"]);
        using (var process = TuttiProcess.Start(folder.Path, "train", "--resume", "--workers", "1", "--isolation", "thread", "--transport", "auto"))
        {
            await process.WaitForErrorAsync("epoch ");
            await process.InterruptAsync();
            (await process.WaitAsync()).Expect(130);
        }
        Assert.Single(Directory.EnumerateFiles(folder["runs"], "state.safetensors", SearchOption.AllDirectories));

        var resumed = (await TuttiProcess.RunAsync(folder.Path, "train", "--resume", "--workers", "3", "--isolation", "process", "--transport", "tcp", "--json")).Expect(0).Json;

        Assert.Equal(undisturbed.GetProperty("weightsSha256").GetString(), resumed.GetProperty("weightsSha256").GetString());
        Assert.Equal("1 2 3 4", await EpochsOfCurveAsync());
    }

    // What the optimizer remembers is divided among workers, what shards owe goes with their owners, and both in one state.
    [Fact]
    public async Task Resume_ARunWithDividedUpdatesAndCompressionByOtherWorkers_GivesTheUndisturbedRun()
    {
        string[] training =
            ["train", "--model", "mlp", "--epochs", "4", "--shards", "3", "--seed", "5", "--compression", "top-k", "--zero", "1", "--state-steps", "3"];
        var undisturbed = (await TuttiProcess.RunAsync(folder.Path, [.. training, "--workers", "1", "--out", "calm", "--json", "--quiet"])).Expect(0).Json;
        await InterruptARunAsync([.. training, "--workers", "2", "--isolation", "process"]);

        var resumed = (await TuttiProcess.RunAsync(folder.Path, "train", "--resume", "--workers", "3", "--isolation", "process", "--json")).Expect(0).Json;

        Assert.Equal(undisturbed.GetProperty("weightsSha256").GetString(), resumed.GetProperty("weightsSha256").GetString());
        Assert.Equal("1 2 3 4", await EpochsOfCurveAsync());
    }

    [Theory]
    [InlineData("--epochs 3", "a run goes on as it began. Got '3' where the run has '2'")]
    [InlineData("--learning-rate 0.1", "a run goes on as it began")]
    [InlineData("--workers 0", "Expected a whole number from 1")]
    public async Task Resume_WithSettingsThatWouldChangeTheBits_EndsWith2(string flags, string expected)
    {
        await InterruptARunAsync();

        var outcome = (await TuttiProcess.RunAsync(folder.Path, ["train", "--resume", .. flags.Split(' ')])).Expect(2);

        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_WithAChangedModelATruncatedStateOrAnotherRuns_EndsWith2AndLeavesTheRun()
    {
        const string Model = """[{"type":"Flatten"},{"type":"Linear","in_features":784,"out_features":10},{"type":"Dropout","p":0.5}]""";
        File.WriteAllText(folder["small.json"], Model);
        await InterruptARunAsync("--model", "small.json", "--epochs", "10000");
        var state = Directory.GetFiles(folder["runs"], "state.safetensors", SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(state);

        File.WriteAllText(folder["small.json"], Model.Replace("0.5", "0.25", StringComparison.Ordinal));
        Assert.Contains("the model has changed", await ErrorAsync(), StringComparison.Ordinal);
        File.WriteAllText(folder["small.json"], Model);
        File.WriteAllBytes(state, bytes[..^100]);
        Assert.Contains("is truncated", await ErrorAsync(), StringComparison.Ordinal);
        await InterruptARunAsync("--model", "small.json", "--epochs", "10000", "--out", "others");
        File.Copy(Directory.GetFiles(folder["others"], "state.safetensors", SearchOption.AllDirectories).Single(), state, overwrite: true);
        Assert.Contains("the state is of another run", await ErrorAsync(), StringComparison.Ordinal);

        var shown = (await TuttiProcess.RunAsync(folder.Path, "runs", "show", "--json")).Expect(0).Json;
        Assert.Equal("interrupted", shown.GetProperty("state").GetString());

        async Task<string> ErrorAsync() => (await TuttiProcess.RunAsync(folder.Path, "train", "--resume")).Expect(2).Error;
    }

    [Fact]
    public async Task Resume_WithoutAState_NeedsTheSameInitialWeights()
    {
        (await TuttiProcess.RunAsync(folder.Path, "weights", "--model", "lenet", "--out", "initial.safetensors")).Expect(0);
        string[] training = [.. Training, "--model", "lenet", "--initial", "initial.safetensors"];
        await InterruptARunAsync(training);
        File.Move(folder["initial.safetensors"], folder["away"]);
        var state = Directory.GetFiles(folder["runs"], "state.safetensors", SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(state);
        File.Delete(state);
        Assert.Contains("--initial: there is no such file", await ErrorAsync(), StringComparison.Ordinal);
        (await TuttiProcess.RunAsync(folder.Path, "weights", "--model", "lenet", "--seed", "9", "--out", "initial.safetensors")).Expect(0);
        Assert.Contains("the initial weights have changed", await ErrorAsync(), StringComparison.Ordinal);
        File.Delete(folder["initial.safetensors"]);

        // Where there is a state, the weights to start from are no longer needed.
        File.WriteAllBytes(state, bytes);
        (await TuttiProcess.RunAsync(folder.Path, "train", "--resume", "--json")).Expect(0);

        async Task<string> ErrorAsync() => (await TuttiProcess.RunAsync(folder.Path, "train", "--resume")).Expect(2).Error;
    }

    [Fact]
    public async Task Resume_AFinishedRunOrNone_EndsWith2()
    {
        Assert.Contains("there is no run yet", (await TuttiProcess.RunAsync(folder.Path, "train", "--resume")).Expect(2).Error, StringComparison.Ordinal);
        (await TuttiProcess.RunAsync(folder.Path, "train", "--model", "mlp", "--epochs", "1")).Expect(0);

        Assert.Contains("the run has finished", (await TuttiProcess.RunAsync(folder.Path, "train", "--resume")).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_ARunThatIsGoingOn_EndsWith2()
    {
        using var process = TuttiProcess.Start(folder.Path, "train", "--model", "mlp", "--epochs", "100000");
        await process.WaitForErrorAsync("epoch 1/");

        var outcome = (await TuttiProcess.RunAsync(folder.Path, "train", "--resume")).Expect(2);

        Assert.Contains("going on in another process", outcome.Error, StringComparison.Ordinal);
        await process.KillAsync();
    }

    private async Task InterruptARunAsync(params string[] flags)
    {
        var runs = Array.IndexOf(flags, "--out") is >= 0 and var at ? flags[at + 1] : "runs";
        Directory.CreateDirectory(folder[runs]);
        string[] training = flags is ["train", ..] ? flags : ["train", "--state-steps", "3", .. flags];
        using var process = TuttiProcess.Start(folder.Path, flags.Length == 0 ? Training : training);
        await WaitForStatesAsync(1, runs);
        await process.KillAsync();
    }

    private async Task<string> EpochsOfCurveAsync()
    {
        JsonElement shown = (await TuttiProcess.RunAsync(folder.Path, "runs", "show", "--json")).Expect(0).Json;
        return string.Join(' ', shown.GetProperty("curve").EnumerateArray().Select(epoch => epoch.GetProperty("epoch").GetInt32()));
    }

    private Task WaitForStatesAsync(int count, string runs = "runs") => SavedStates.WaitAsync(folder[runs], count);
}
