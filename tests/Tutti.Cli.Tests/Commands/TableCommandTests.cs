using Tutti.Cli.Training;
using Tutti.TestKit;

namespace Tutti.Cli.Tests.Commands;

/// <summary>Training on a table of the user's own, and asking the model about others.</summary>
public sealed class TableCommandTests : IDisposable
{
    private static readonly string[] Kinds = ["ape", "bee", "cat"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("a,b\n")]
    [InlineData("1;2\n3;4\n")]
    public async Task Describe_ATableWithoutSamples_EndsWith2(string text)
    {
        File.WriteAllText(folder["t.csv"], text);

        var outcome = await Command.RunAsync("data", "describe", folder["t.csv"]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("cannot be learnt from", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Describe_LabelOfADataSetWithAName_EndsWith2()
    {
        var outcome = await Command.RunAsync("data", "describe", "digits", "--label", "3");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("its own classes", outcome.Error, StringComparison.Ordinal);
    }

    // The other table lacks a class, lies elsewhere, and is small: by itself it would be numbered and scaled in another way.
    [Fact]
    public async Task Evaluate_AnotherTable_IsReadAsTheModelLearned()
    {
        Write("learned.csv", 300, Kinds, 0);
        Write("other.csv", 40, ["cat"], 0);
        Write("unknown.csv", 40, ["cow", "cat"], 0);
        var trained = await Command.RunAsync(
            "train", "--data", folder["learned.csv"], "--model", "mlp", "--epochs", "8", "--workers", "1", "--out", folder["runs"], "--json");
        Assert.Equal(0, trained.ExitCode);

        var other = await Command.RunAsync("evaluate", "--runs", folder["runs"], "--data", folder["other.csv"], "--json");
        var unknown = await Command.RunAsync("evaluate", "--runs", folder["runs"], "--data", folder["unknown.csv"]);

        Assert.Equal((8, 8), (other.Json.GetProperty("samples").GetInt32(), other.Json.GetProperty("correct").GetInt32()));
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("'cow'", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_ATablesNameWithoutFolder_IsRecordedInFull()
    {
        var table = new TrainSettingTable();

        Assert.Equal(Path.GetFullPath("t.csv"), table.Describe(new TrainSettings { Data = "t.csv" })["data.name"]);
        Assert.Equal("mnist", table.Describe(new TrainSettings { Data = "mnist" })["data.name"]);
    }

    private void Write(string name, int rows, string[] kinds, int seed)
    {
        var random = new Random(seed);
        File.WriteAllLines(folder[name],
        [
            "x,y,kind",
            .. Enumerable.Range(0, rows).Select(row =>
            {
                var kind = kinds[row % kinds.Length];
                var center = 3 * Array.IndexOf(Kinds, kind);
                return FormattableString.Invariant($"{100 + center + random.NextDouble()},{center - random.NextDouble()},{kind}");
            }),
        ]);
    }
}
