using System.Text.Json;
using Tutti.Cli.Verification;

namespace Tutti.Cli.Tests.Verification;

public sealed class GoldenAttributesTests
{
    [Fact]
    public void Finish_EverythingRead_IsSilent()
    {
        var attributes = Parse("""{ "bias": true, "dim": [0, -1], "p": 0.5, "none": null }""");

        Assert.True(attributes.Flag("bias"));
        Assert.Equal([0, -1], attributes.WholeListOrNull("dim")!);
        Assert.Equal(0.5, attributes.Number("p"));
        Assert.Null(attributes.WholeListOrNull("none"));
        attributes.Finish();
    }

    [Fact]
    public void Finish_SomethingUnread_IsUnsupported()
    {
        var attributes = Parse("""{ "bias": true, "novelty": 1 }""");
        attributes.Flag("bias");

        Assert.Contains("novelty", Assert.Throws<UnsupportedCaseException>(attributes.Finish).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "x": 1.5 }""")]
    [InlineData("""{ "x": "1" }""")]
    [InlineData("""{ "x": null }""")]
    [InlineData("""{ }""")]
    public void Whole_AnythingElse_IsUnsupported(string json) => Assert.Throws<UnsupportedCaseException>(() => Parse(json).Whole("x"));

    [Fact]
    public void WholeAndNumberOrNull_Null_AreNothing()
    {
        var attributes = Parse("""{ "end": null, "start": -3, "min": null, "max": 0.5 }""");

        Assert.Null(attributes.WholeOrNull("end"));
        Assert.Equal(-3, attributes.WholeOrNull("start"));
        Assert.Null(attributes.NumberOrNull("min"));
        Assert.Equal(0.5, attributes.NumberOrNull("max"));
        attributes.Finish();
        Assert.Throws<UnsupportedCaseException>(() => Parse("""{ "x": 1.5 }""").WholeOrNull("x"));
        Assert.Throws<UnsupportedCaseException>(() => Parse("""{ "x": "1" }""").NumberOrNull("x"));
    }

    [Fact]
    public void Require_AnotherValue_IsUnsupported() =>
        Assert.Throws<UnsupportedCaseException>(() => Parse("""{ "amsgrad": true }""").Require("amsgrad", false));

    [Fact]
    public void RequireNull_AValue_IsUnsupported() =>
        Assert.Throws<UnsupportedCaseException>(() => Parse("""{ "scheduler": {} }""").RequireNull("scheduler"));

    [Fact]
    public void Pair_ThreeEntries_IsUnsupported() =>
        Assert.Throws<UnsupportedCaseException>(() => Parse("""{ "stride": [1, 2, 3] }""").Pair("stride"));

    private static GoldenAttributes Parse(string json) => new(JsonDocument.Parse(json).RootElement, "test");
}
