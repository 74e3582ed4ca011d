using Tutti.Cli.Inference;
using Tutti.Learning.Data;

namespace Tutti.Cli.Tests.Inference;

public sealed class PredictionTableTests
{
    private readonly ClassificationDataset data = ClassificationDataset.FromFloats(
        "made-up", [1, 2, 3], [0, 1, 1], [1], ["plain", "with, comma and \"quote\""], Standardization.None);

    [Fact]
    public void WriteCsv_NamesWithCommasAndQuotes_AreQuoted()
    {
        var output = new StringWriter { NewLine = "\n" };

        new PredictionTable(data, [new(0, 0.5f), new(1, 0.25f), new(0, 1)], int.MaxValue).WriteCsv(output);

        Assert.Equal(
            "index,label,class,probability,actual\n0,0,plain,0.5,0\n1,1,\"with, comma and \"\"quote\"\"\",0.25,1\n2,0,plain,1,1\n",
            output.ToString());
    }

    [Fact]
    public void ToJson_WithALimit_HasTheFirstOnly() =>
        Assert.Equal(
            """[{"index":0,"label":0,"class":"plain","probability":0.5,"actual":0}]""",
            new PredictionTable(data, [new(0, 0.5f), new(0, 1), new(0, 1)], 1).ToJson().ToJsonString());

    [Fact]
    public void FirstSamples_OfMoreThanThereAre_AreAll() => Assert.Equal((2, 3), (new FirstSamples(data, 2).Count, new FirstSamples(data, 9).Count));
}
