using Tutti.Experiments.Reports;

namespace Tutti.Experiments.Tests.Reports;

public sealed class MarkupTests
{
    [Fact]
    public void Element_WithMarkupInTexts_EscapesIt() => Assert.Equal(
        "<p title=\"&lt;a&gt; &quot;b&quot; &amp;\">&lt;script&gt; &amp;amp;</p>",
        Markup.ToText(Markup.Element("p", Markup.Attribute("title", "<a> \"b\" &"), "<script> &amp;")));

    [Fact]
    public void Element_WithoutContent_IsNoEmptyTag() => Assert.Equal("<td></td>", Markup.ToText(Markup.Element("td", (object?)null)));

    [Theory]
    [InlineData("a\u001bb", "a\uFFFDb")]
    [InlineData("a\0", "a\uFFFD")]
    [InlineData("\ud83d\ude00 ü", "\ud83d\ude00 ü")]
    public void Element_WithCharactersThatPagesDoNotHave_ReplacesThem(string text, string expected) =>
        Assert.Equal($"<p>{expected}</p>", Markup.ToText(Markup.Element("p", text)));

    [Fact]
    public void Element_WithHalfAPair_ReplacesIt() =>
        Assert.Equal("<p>\uFFFD x</p>", Markup.ToText(Markup.Element("p", (char)0xD83D + " x")));
}
