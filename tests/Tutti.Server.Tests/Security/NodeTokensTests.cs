using Tutti.Server.Security;

namespace Tutti.Server.Tests.Security;

public sealed class NodeTokensTests
{
    private const string First = "first-token-0123456789", Second = "second-token-0123456789";

    [Fact]
    public void Accept_OfNamesAndTokens_TakesEachTokenForItsNameOnly()
    {
        var tokens = NodeTokens.Parse($"# names and tokens\n\n  a  {First} \r\nb\t{Second}\n");

        Assert.Equal(2, tokens.Count);
        Assert.Equal(["a", "b"], tokens.Names);
        Assert.True(tokens.Accept("a", First));
        Assert.True(tokens.Accept("b", Second));
        Assert.False(tokens.Accept("a", Second));
        Assert.False(tokens.Accept("a", First + "0"));
        Assert.False(tokens.Accept("a", ""));
        Assert.False(tokens.Accept("c", First));
    }

    [Fact]
    public void Parse_OfWrongLines_NamesAllAndShowsNoToken()
    {
        var refusal = Assert.Throws<InvalidDataException>(() => NodeTokens.Parse($"a b c\na/b {First}\na short\na {First}\na {Second}\nb {First}"));

        Assert.All(["line 1 has 3 words", "line 2: the name", "line 3: the token has 5 characters", "line 5: 'a' has a token already", "line 6: another name"],
            part => Assert.Contains(part, refusal.Message, StringComparison.Ordinal));
        Assert.DoesNotContain(First, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Second, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_OfNothing_IsRefused() => Assert.Throws<InvalidDataException>(() => NodeTokens.Parse("# nobody\n"));

    [Fact]
    public void Create_Twice_GivesTokensThatDifferAndFit()
    {
        var (one, other) = (NodeTokens.Create(), NodeTokens.Create());

        Assert.NotEqual(one, other);
        Assert.True(NodeTokens.Parse($"a {one}").Accept("a", one));
    }
}
