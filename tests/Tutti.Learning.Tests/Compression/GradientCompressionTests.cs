using Tutti.Learning.Compression;

namespace Tutti.Learning.Tests.Compression;

public sealed class GradientCompressionTests
{
    [Theory]
    [InlineData("none", "none")]
    [InlineData("half", "half")]
    [InlineData("int8", "int8")]
    [InlineData("top-k", "top-k:0.01")]
    [InlineData("top-k:0.001", "top-k:0.001")]
    [InlineData("top-k:1e-3", "top-k:0.001")]
    [InlineData("top-k:1", "top-k:1")]
    [InlineData("power-sgd", "power-sgd:2")]
    [InlineData("power-sgd:4", "power-sgd:4")]
    public void Parse_Valid_SaysTheSameAgain(string text, string word)
    {
        var choice = GradientCompression.Parse(text);
        Assert.Equal(word, choice.Word);
        Assert.Equal(word, choice.ToString());
        Assert.Equal(choice, GradientCompression.Parse(choice.Word));
    }

    [Fact]
    public void CreateCodec_OfEachWord_MakesWhatItSays()
    {
        Assert.Null(GradientCompression.None.CreateCodec());
        Assert.Equal("half", GradientCompression.Parse("half").CreateCodec()!.Name);
        Assert.Equal("int8", GradientCompression.Parse("int8").CreateCodec()!.Name);
        var topK = Assert.IsType<TopKCodec>(GradientCompression.Parse("top-k:0.1").CreateCodec());
        Assert.Equal(100, topK.KeptCount(1000));
        Assert.NotSame(topK, GradientCompression.Parse("top-k:0.1").CreateCodec());
        var powerSgd = GradientCompression.Parse("power-sgd:3");
        Assert.Null(powerSgd.CreateCodec());
        Assert.Equal((3, null), (powerSgd.PowerSgdRank, GradientCompression.Parse("half").PowerSgdRank));
    }

    [Theory]
    [InlineData("topk", "Compression: unknown word. Got 'topk'. Did you mean 'top-k'? Expected one of none, half, int8, top-k, power-sgd.")]
    [InlineData("topk:0.1", "Compression: unknown word. Got 'topk:0.1'. Did you mean 'top-k'? Expected one of none, half, int8, " +
        "top-k, power-sgd.")]
    [InlineData("zip", "Compression: unknown word. Got 'zip'. Expected one of none, half, int8, top-k, power-sgd.")]
    [InlineData("", "Compression: unknown word. Got ''. Expected one of none, half, int8, top-k, power-sgd.")]
    [InlineData("half:2", "Compression: 'half' has no number. Got 'half:2'. Expected 'half' alone. Correct it and try again.")]
    [InlineData("none:", "Compression: 'none' has no number. Got 'none:'. Expected 'none' alone. Correct it and try again.")]
    public void Parse_AnotherWord_NamesTheNearest(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => GradientCompression.Parse(text)).Message);

    [Theory]
    [InlineData("top-k:")]
    [InlineData("top-k:0")]
    [InlineData("top-k:1.01")]
    [InlineData("top-k:NaN")]
    [InlineData("top-k:-0.1")]
    [InlineData("top-k:1%")]
    [InlineData("power-sgd:")]
    [InlineData("power-sgd:0")]
    [InlineData("power-sgd:-1")]
    [InlineData("power-sgd:1.5")]
    [InlineData("power-sgd:99999999999")]
    public void Parse_NumberThatIsNone_IsRefused(string text)
    {
        var message = Assert.Throws<ArgumentException>(() => GradientCompression.Parse(text)).Message;
        Assert.Contains($" is none. Got '{text}'. Expected ", message, StringComparison.Ordinal);
    }
}
