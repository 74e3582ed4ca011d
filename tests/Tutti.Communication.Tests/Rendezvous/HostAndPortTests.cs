using Tutti.Communication.Rendezvous;

namespace Tutti.Communication.Tests.Rendezvous;

public sealed class HostAndPortTests
{
    [Theory]
    [InlineData("node1:29500", "node1", 29500)]
    [InlineData("[::1]:1", "::1", 1)]
    public void TryParse_APlace_GivesItsParts(string text, string host, int port) => Assert.Equal((host, port), HostAndPort.TryParse(text));

    [Theory, InlineData("node1"), InlineData(":29500"), InlineData("node1:0"), InlineData("node1:65536"), InlineData("node1:+1")]
    public void TryParse_NoPlace_IsNull(string text) => Assert.Null(HostAndPort.TryParse(text));
}
