using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests;

/// <summary>What can be done with a run afterwards.</summary>
public sealed class TrainedModelTests(TrainedModelTests.OneRun run) : IClassFixture<TrainedModelTests.OneRun>
{
    [Fact]
    public async Task Evaluate_AnyNumberOfWorkers_GivesTheNumbersOfTheTraining()
    {
        foreach (var workers in new[] { "1", "2", "3" })
        {
            var json = (await TuttiProcess.RunAsync(run.Folder.Path, "evaluate", "--run", run.Id, "--workers", workers, "--json")).Expect(0).Json;

            Assert.Equal((2_000, run.Accuracy, run.Loss), (
                json.GetProperty("samples").GetInt32(), json.GetProperty("accuracy").GetDouble(), json.GetProperty("loss").GetDouble()));
        }
    }

    [Fact]
    public async Task Predict_AnyNumberOfWorkers_WritesEachSampleOnceInOrder()
    {
        var files = new List<string>();
        foreach (var workers in new[] { "1", "3" })
        {
            var file = run.Folder[$"predictions-{workers}.csv"];
            (await TuttiProcess.RunAsync(run.Folder.Path, "predict", "--run", run.Id, "--workers", workers, "--out", file)).Expect(0);
            files.Add(File.ReadAllText(file));
        }

        Assert.Equal(files[0], files[1]);
        var rows = files[0].TrimEnd().Split('\n')[1..].Select(line => line.Split(',')).ToArray();
        Assert.Equal(Enumerable.Range(0, 2_000), rows.Select(row => int.Parse(row[0])));
        Assert.Equal(run.Accuracy, rows.Count(row => row[1] == row[4]) / 2_000.0, 12);
    }

    [Fact]
    public async Task Predict_OutThatIsAFolder_EndsWith2()
    {
        var outcome = (await TuttiProcess.RunAsync(run.Folder.Path, "predict", "--run", run.Id, "--out", run.Folder.Path)).Expect(2);

        Assert.Contains("--out: this is a folder.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_WithLimit_PrintsTheFirstSamplesAsCsv()
    {
        var outcome = (await TuttiProcess.RunAsync(run.Folder.Path, "predict", "--run", run.Id, "--limit", "3")).Expect(0);

        var lines = outcome.Output.TrimEnd().Split('\n');
        Assert.Equal("index,label,class,probability,actual", lines[0].TrimEnd());
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public async Task RunsShow_AFinishedRun_TellsItsFactsAndCurve()
    {
        var text = (await TuttiProcess.RunAsync(run.Folder.Path, "runs", "show", run.Id[..4])).Expect(0).Output;
        var json = (await TuttiProcess.RunAsync(run.Folder.Path, "runs", "show", run.Id, "--json")).Expect(0).Json;

        Assert.Contains(run.Digest, text, StringComparison.Ordinal);
        Assert.Contains("█", text, StringComparison.Ordinal);
        Assert.Equal(2, json.GetProperty("curve").GetArrayLength());
        Assert.Equal(run.Digest, json.GetProperty("weightsSha256").GetString());
    }

    [Theory]
    [InlineData("evaluate --run nothing", "no such run")]
    [InlineData("evaluate --checkpoint 5", "no checkpoint of that step")]
    [InlineData("predict --out nowhere/file.csv", "no such folder")]
    [InlineData("predict --checkpoint nothing.safetensors", "no such file")]
    [InlineData("runs show nothing", "no such run")]
    public async Task Verb_WhatIsNotThere_EndsWith2(string line, string expected)
    {
        var outcome = (await TuttiProcess.RunAsync(run.Folder.Path, line.Split(' '))).Expect(2);

        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>A run of two epochs that all tests of the class look at.</summary>
    public sealed class OneRun : IAsyncLifetime
    {
        public TemporaryFolder Folder { get; } = new();

        public string Id { get; private set; } = "";

        public string Digest { get; private set; } = "";

        public double Accuracy { get; private set; }

        public double Loss { get; private set; }

        public async ValueTask InitializeAsync()
        {
            var json = (await TuttiProcess.RunAsync(Folder.Path, "train", "--model", "mlp", "--epochs", "2", "--json", "--quiet")).Expect(0).Json;
            Id = json.GetProperty("run").GetString()!;
            Digest = json.GetProperty("weightsSha256").GetString()!;
            Accuracy = json.GetProperty("testAccuracy").GetDouble();
            Loss = json.GetProperty("testLoss").GetDouble();
        }

        public ValueTask DisposeAsync()
        {
            Folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
