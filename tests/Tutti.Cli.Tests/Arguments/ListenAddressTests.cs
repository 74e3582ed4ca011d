using Tutti.Cli.Arguments;

namespace Tutti.Cli.Tests.Arguments;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("7443", "0.0.0.0:7443")]
    [InlineData("127.0.0.1:0", "127.0.0.1:0")]
    [InlineData(" 0.0.0.0:65535 ", "0.0.0.0:65535")]
    [InlineData("localhost:80", "127.0.0.1:80")]
    [InlineData("[::]:7443", "[::]:7443")]
    [InlineData("[fe80::1]:1", "[fe80::1]:1")]
    public void Parse_OfAnAddressOrAPort_Understands(string text, string expected) =>
        Assert.Equal(expected, ListenAddress.Parse(new GivenValue("--listen", text)).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1")]
    [InlineData("127.1:80")]
    [InlineData("1:80")]
    [InlineData("host.example.org.de:80")]
    [InlineData("::1:7443")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("[::1]")]
    [InlineData("0.0.0.0:65536")]
    [InlineData("0.0.0.0:-1")]
    [InlineData("https://0.0.0.0:7443")]
    public void Parse_OfSomethingElse_SaysWhatIsExpected(string text)
    {
        var refusal = Assert.Throws<InputException>(() => ListenAddress.Parse(new GivenValue("--listen", text)));

        Assert.StartsWith($"--listen: not an address to listen at. Got '{text}'. Expected ADDRESS:PORT", refusal.Message, StringComparison.Ordinal);
    }
}
