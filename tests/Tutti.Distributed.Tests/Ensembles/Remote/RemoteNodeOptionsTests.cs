using Tutti.Distributed.Ensembles.Remote;

namespace Tutti.Distributed.Tests.Ensembles.Remote;

public sealed class RemoteNodeOptionsTests
{
    private const string Token = "0123456789abcdef";

    [Theory]
    [InlineData("http://driver:1", "there is no plain HTTP")]
    [InlineData("https://driver:1/path", "nothing else")]
    [InlineData("https://user@driver:1", "nothing else")]
    public void RemoteNode_WithADriverThatCannotBe_IsRefused(string driver, string expected) =>
        Assert.Contains(expected, Refusal(new() { Driver = new Uri(driver), Token = Token }), StringComparison.Ordinal);

    [Fact]
    public void RemoteNode_WithSeveralMistakes_NamesAllAndNoToken()
    {
        var message = Refusal(new()
        {
            Driver = new Uri("https://driver:1"), Token = "short secret", Trust = "md5:00", Authorities = [], FirstRetry = TimeSpan.Zero,
            LongestRetry = TimeSpan.FromSeconds(-1), RequestTimeout = TimeSpan.Zero, MaxChunkBytes = 0,
        });

        Assert.All(["the token has 12 characters", "Trust is 'md5:00'", "exclude each other", "Authorities is empty", "FirstRetry", "LongestRetry", "RequestTimeout", "MaxChunkBytes"],
            part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_OfOptions_HidesTheToken() =>
        Assert.DoesNotContain(Token, new RemoteNodeOptions { Driver = new Uri("https://driver:1"), Token = Token }.ToString(), StringComparison.Ordinal);

    private static string Refusal(RemoteNodeOptions options) =>
        Assert.Throws<ArgumentException>(() => new RemoteNode(new ScriptedNode("a"), options)).Message;
}
