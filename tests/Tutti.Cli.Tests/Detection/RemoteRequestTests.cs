using System.Net;
using Tutti.Cli.Detection;
using Tutti.Distributed.Ensembles;
using Tutti.Server.Security;

namespace Tutti.Cli.Tests.Detection;

public sealed class RemoteRequestTests
{
    private static readonly EnsembleManifest Manifest = new([Member("a"), Member("b"), Member("x")]);

    [Fact]
    public void Names_OfAnEnsemble_AreItsMembersWithATokenOnly()
    {
        Assert.Equal(["a", "b", "c"], Request(1).Names(manifest: null));
        Assert.Equal(["a", "b"], Request(1).Names(Manifest));
    }

    [Fact]
    public void ThrowIfImpossible_OfWhatCanBe_Returns()
    {
        Request(3).ThrowIfImpossible(minimumNodes: 3, manifest: null);
        Request(2).ThrowIfImpossible(minimumNodes: 1, Manifest);
    }

    [Fact]
    public void ThrowIfImpossible_MoreNodesThanMembers_SaysSoWithEverythingElse()
    {
        var refusal = Assert.Throws<InputException>(() => Request(4).ThrowIfImpossible(minimumNodes: 5, Manifest));

        Assert.Contains("--minimum-nodes: more than are waited for. Got 5, and --nodes 4.", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--nodes: more than the ensemble has members. Got 4. Expected at most 3, as ensemble.json says.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThrowIfImpossible_MoreNodesThanTokens_NamesWhoHasOne()
    {
        Assert.Contains("--nodes: more than have a token. Got 4, and tokens for a, b, c.", Refusal(4, manifest: null), StringComparison.Ordinal);
        Assert.Contains("Got 3, and tokens for a, b of the ensemble's a, b, x.", Refusal(3, Manifest), StringComparison.Ordinal);
    }

    private static string Refusal(int count, EnsembleManifest? manifest) =>
        Assert.Throws<InputException>(() => Request(count).ThrowIfImpossible(minimumNodes: 1, manifest)).Message;

    private static RemoteRequest Request(int count) => new()
    {
        Count = count, Listen = new IPEndPoint(IPAddress.Loopback, 0), Wait = TimeSpan.Zero,
        Tokens = NodeTokens.Parse("a token-of-a-0123456789\nb token-of-b-0123456789\nc token-of-c-0123456789"),
    };

    private static ManifestMember Member(string name) => new(name, $"{name}.safetensors", "v1", TrainingSamples: 0, ValidationScore: null);
}
