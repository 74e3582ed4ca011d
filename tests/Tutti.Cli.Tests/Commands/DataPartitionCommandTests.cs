using Tutti.Learning.Data;
using Tutti.Learning.Data.Catalog;
using Tutti.Learning.Data.Partitions;
using Tutti.TestKit;

namespace Tutti.Cli.Tests.Commands;

public sealed class DataPartitionCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("balanced")]
    [InlineData("random")]
    [InlineData("bootstrap", "--part-size", "100")]
    [InlineData("stratified")]
    [InlineData("weighted", "--weights", "3,2,1.5")]
    [InlineData("dirichlet", "--alpha", "0.3", "--min-size", "20")]
    [InlineData("sort-and-shard", "--shards-per-part", "3")]
    [InlineData("quantity", "--alpha", "2")]
    [InlineData("power-law", "--exponent", "0.5")]
    public async Task Partition_AnyScheme_ReportsEachPart(string scheme, params string[] more)
    {
        var outcome = await Command.RunAsync(["data", "partition", "digits", "--parts", "3", "--scheme", scheme, "--seed", "4", "--json", .. more]);

        Assert.Equal(0, outcome.ExitCode);
        var parts = outcome.Json.GetProperty("parts").EnumerateArray().ToArray();
        Assert.Equal(scheme, outcome.Json.GetProperty("scheme").GetString());
        Assert.Equal(3, parts.Length);
        Assert.Equal(scheme == "bootstrap" ? 300 : 1437, parts.Sum(part => part.GetProperty("size").GetInt32()));
        Assert.All(parts, part => Assert.Equal(10, part.GetProperty("classCounts").GetArrayLength()));
        Assert.Single(outcome.Output.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Partition_Text_ShowsSizesAndBars()
    {
        var outcome = await Command.RunAsync("data", "partition", "digits", "--parts", "2", "--scheme", "sort-and-shard", "--shards-per-part", "1");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Matches(@"(?m)^0 +7\d\d +(49|50)\.\d\d % +\d +0\.\d{3} +[▁▂▃▄▅▆▇█·]{10}\r?$", outcome.Output);
        Assert.Matches(@"covered +100\.00 %", outcome.Output);
        Assert.Contains("total variation", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Partition_Out_CanBeReadBackForTheSameDataOnly()
    {
        var file = folder["parts.json"];
        var outcome = await Command.RunAsync("data", "partition", "digits", "--parts", "4", "--out", file);
        var digits = (await new DataCatalog().LoadAsync("digits", cancellation: TestContext.Current.CancellationToken)).Train;

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(Partitions.Balanced(1437, 4, 0).Rows(2).ToArray(), Partition.Read(file, digits).Rows(2).ToArray());
        var other = ClassificationDataset.FromFloats("mine", [1], [0], [1], ["a"], Standardization.None);
        Assert.Contains("Expected 'digits/train'", Assert.Throws<InvalidDataException>(() => Partition.Read(file, other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Partition_GroupColumn_KeepsPatientsTogether()
    {
        var table = WriteBeats();

        var grouped = await Command.RunAsync("data", "partition", table, "--label", "kind", "--group", "patient", "--parts", "2", "--scheme", "grouped", "--json");
        var balanced = await Command.RunAsync("data", "partition", table, "--label", "kind", "--group", "patient", "--parts", "2");
        var natural = await Command.RunAsync("data", "partition", table, "--label", "kind", "--group", "patient", "--scheme", "natural", "--json");

        Assert.Equal(0, grouped.Json.GetProperty("leakedGroups").GetInt32());
        Assert.Matches(@"groups in several parts +6, such as 'p0' in 0 and 1", balanced.Output);
        Assert.Equal(["p0", "p1", "p2", "p3", "p4", "p5"], natural.Json.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("Did you mean 'dirichlet'?", "--parts", "2", "--scheme", "dirichlt")]
    [InlineData("--parts: nothing was given", "--scheme", "random")]
    [InlineData("--parts: not a number that fits. Got '0'", "--parts", "0")]
    [InlineData("Expected 1 to 1437", "--parts", "1438")]
    [InlineData("--alpha: not a number that fits. Got '0'", "--parts", "2", "--scheme", "dirichlet", "--alpha", "0")]
    [InlineData("--alpha: it says nothing for --scheme balanced", "--parts", "2", "--alpha", "1")]
    [InlineData("--weights: nothing was given", "--scheme", "weighted")]
    [InlineData("--weights: not a list of weights. Got '3,-1'", "--scheme", "weighted", "--weights", "3,-1")]
    [InlineData("weights that give no sizes", "--scheme", "weighted", "--weights", "0,0")]
    [InlineData("do not fit --parts", "--scheme", "weighted", "--weights", "1,1", "--parts", "3")]
    [InlineData("a part would be empty", "--scheme", "weighted", "--weights", "1,0")]
    [InlineData("has no groups of its own", "--parts", "2", "--scheme", "grouped")]
    [InlineData("its own classes", "--parts", "2", "--scheme", "grouped", "--group", "patient")]
    [InlineData("--out: no file can be written there", "--parts", "2", "--out", "/no/such/folder/parts.json")]
    public async Task Partition_WrongValues_EndWith2AndSayWhatIsAllowed(string expected, params string[] args)
    {
        var outcome = await Command.RunAsync(["data", "partition", "digits", .. args]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    private string WriteBeats()
    {
        var rows = Enumerable.Range(0, 120).Select(row => $"{row},p{row % 6},{(row % 4 == 0 ? "odd" : "normal")}");
        File.WriteAllLines(folder["beats.csv"], rows.Prepend("height,patient,kind"));
        return folder["beats.csv"];
    }
}
