using System.Text.Json.Nodes;
using Tutti.Cli.Output;

namespace Tutti.Cli.Tests.Output;

public sealed class ReportTests
{
    [Theory]
    [InlineData(true, "{\"a\":\"ü\"}")]
    [InlineData(false, "text")]
    public void Report_InOneMode_PrintsOnlyWhatBelongsToIt(bool isJson, string expected)
    {
        var output = new StringWriter();
        var report = new Report(new Terminal(output, TextWriter.Null), isJson);

        report.Line("text");
        report.Json(new JsonObject { ["a"] = "ü" });

        Assert.Equal(expected, output.ToString().Trim());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Number_ThatJsonLacks_IsNull(double value) => Assert.Null(Report.Number(value));

    [Fact]
    public void Facts_OfDifferentLengths_AlignTheirValues()
    {
        var output = new StringWriter { NewLine = "\n" };

        new Report(new Terminal(output, TextWriter.Null), isJson: false).Facts(("a", "1"), ("long", "2"));

        Assert.Equal("  a     1\n  long  2\n", output.ToString());
    }
}
