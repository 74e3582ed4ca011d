using System.Text.Json;
using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests;

/// <summary>What somebody types before training anything.</summary>
public sealed class FirstStepsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Help_ListsEveryVerb()
    {
        var outcome = (await TuttiProcess.RunAsync(folder.Path, "--help")).Expect(0);

        Assert.All(
            ["train", "evaluate", "predict", "runs", "data", "doctor", "bench", "verify", "experiment", "launch"],
            verb => Assert.Matches($@"(?m)^  {verb}\b", outcome.Output));
    }

    [Fact]
    public async Task DataDescribe_BundledData_TellsCountsClassesAndDigest()
    {
        var json = (await TuttiProcess.RunAsync(folder.Path, "data", "describe", "fashion-mnist-10k", "--json")).Expect(0).Json;

        Assert.Equal((10_000, 2_000), (json.GetProperty("train").GetProperty("count").GetInt32(), json.GetProperty("test").GetProperty("count").GetInt32()));
        Assert.Equal(10, json.GetProperty("classes").GetArrayLength());
        Assert.Equal(10_000, json.GetProperty("train").GetProperty("classCounts").EnumerateArray().Sum(count => count.GetInt32()));
        Assert.Matches("^[0-9a-f]{64}$", json.GetProperty("train").GetProperty("digest").GetString());
    }

    [Fact]
    public async Task DataDescribe_TruncatedFile_EndsWith2AndNamesIt()
    {
        var source = Path.Combine(Path.GetDirectoryName(TuttiProcess.CommandPath)!, "data", "fashion-mnist-10k");
        Directory.CreateDirectory(folder["broken"]);
        foreach (var file in Directory.EnumerateFiles(source)) File.Copy(file, folder["broken", Path.GetFileName(file)]);
        var labels = Directory.EnumerateFiles(folder["broken"]).First(file => file.Contains("train-labels", StringComparison.Ordinal));
        File.WriteAllBytes(labels, File.ReadAllBytes(labels)[..^100]);

        var outcome = (await TuttiProcess.RunAsync(folder.Path, "data", "describe", "./broken")).Expect(2);

        Assert.Contains("train-labels", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_WithJson_TellsMachineKernelsAndData()
    {
        var json = (await TuttiProcess.RunAsync(folder.Path, "doctor", "--json")).Expect(0).Json;

        Assert.Equal(Environment.ProcessorCount, json.GetProperty("cores").GetInt32());
        Assert.Matches("^(512|256|128|reference)$", json.GetProperty("kernels").GetProperty("name").GetString());
        Assert.Contains(
            json.GetProperty("datasets").EnumerateArray(),
            data => data.GetProperty("name").GetString() == "fashion-mnist-10k" && data.GetProperty("found").ValueKind == JsonValueKind.String);
    }

    [Fact]
    public async Task BenchStep_WithJson_PrintsMedianLeastAndGreatest()
    {
        var json = (await TuttiProcess.RunAsync(folder.Path, "bench", "step", "--model", "mlp", "--repetitions", "1", "--json")).Expect(0).Json;

        var figures = Assert.Single(json.GetProperty("cases").EnumerateArray());
        Assert.True(figures.GetProperty("min").GetDouble() > 0);
        Assert.Equal("samples/s", figures.GetProperty("unit").GetString());
        Assert.InRange(figures.GetProperty("median").GetDouble(), figures.GetProperty("min").GetDouble(), figures.GetProperty("max").GetDouble());
        Assert.InRange(figures.GetProperty("allocatedBytesPerStep").GetDouble(), 0, 16 * 1024);
    }
}
