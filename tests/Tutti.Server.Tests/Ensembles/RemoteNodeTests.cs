using System.Security.Cryptography.X509Certificates;
using Tutti.Distributed.Ensembles.Remote;
using Tutti.Server.Security;
using Tutti.TestKit;

namespace Tutti.Server.Tests.Ensembles;

/// <summary>Whom nodes and hubs take for what they say to be, over real TLS.</summary>
public sealed class RemoteNodeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task RunAsync_WithAWrongToken_EndsWithoutASecondAttempt()
    {
        await using var hub = await TestHub.StartAsync();

        var refusal = await RefusalAsync(hub.Options("a") with { Token = TestHub.Token("b") });

        Assert.Contains("the token is not that of the node", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(TestHub.Token("b"), refusal.ToString(), StringComparison.Ordinal);
        Assert.False(refusal.HasJoined);
        Assert.Single(hub.Notices.All.Split('\n'));
    }

    [Fact]
    public async Task RunAsync_WithAnotherFingerprint_EndsBeforeTheTokenIsSent()
    {
        await using var hub = await TestHub.StartAsync();
        var other = DriverTrust.Prefix + new string('0', 64);

        var refusal = await RefusalAsync(hub.Options("a") with { Trust = other });

        Assert.Contains($"Got {hub.Hub.Fingerprint}. Expected {other}", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(hub.Notices.All);
    }

    [Fact]
    public async Task RunAsync_WithoutATrustedAuthority_Ends()
    {
        await using var hub = await TestHub.StartAsync();

        var refusal = await RefusalAsync(hub.Options("a") with { Trust = null });

        Assert.Contains("no authority that the system trusts", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_WithTheAuthorityOfTheDriver_JoinsAndWithAnotherEnds()
    {
        var (authority, other) = (new TestAuthority(), new TestAuthority());
        var (certificate, key) = authority.Issue(folder, "driver");
        await using var hub = await TestHub.StartAsync(certificate: ServerCertificate.Load(certificate, key));

        await using (new ServedNode(new AnsweringNode("a"), hub.Options("a") with { Trust = null, Authorities = authority.Certificates }))
            await hub.Hub.WaitForNodesAsync(1, TestHub.Deadline);
        var refusal = await RefusalAsync(hub.Options("b") with { Trust = null, Authorities = other.Certificates });

        Assert.Contains("none of the given authorities signed its certificate", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_UnderAnotherNameThanTheCertificates_Ends()
    {
        var authority = new TestAuthority();
        var (certificate, key) = authority.Issue(folder, "driver");
        await using var hub = await TestHub.StartAsync(certificate: ServerCertificate.Load(certificate, key));

        var refusal = await RefusalAsync(hub.Options("a") with
        {
            Driver = new Uri($"https://127.0.0.2:{hub.Hub.Address.Port}"), Trust = null, Authorities = authority.Certificates,
        });

        Assert.Contains("its certificate is for another name", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_WhereClientsNeedACertificate_JoinsWithTheRightOneOnly()
    {
        var (authority, other) = (new TestAuthority(), new TestAuthority());
        var (right, rightKey) = authority.Issue(folder, "right");
        var (wrong, wrongKey) = other.Issue(folder, "wrong");
        await using var hub = await TestHub.StartAsync(change: options => options with { ClientAuthorities = authority.Certificates });

        using var rightCertificate = PemFiles.LoadWithKey(right, rightKey);
        await using (new ServedNode(new AnsweringNode("a"), hub.Options("a") with { Certificate = rightCertificate }))
            await hub.Hub.WaitForNodesAsync(1, TestHub.Deadline);
        using var wrongCertificate = PemFiles.LoadWithKey(wrong, wrongKey);
        foreach (var shown in new X509Certificate2?[] { null, wrongCertificate })
        {
            await using var served = new ServedNode(new AnsweringNode("b"), hub.Options("b") with { Certificate = shown });
            await Task.WhenAny(served.Running, served.Notices.WaitForAsync("no driver at")).WaitAsync(TestHub.Deadline);
            Assert.DoesNotContain("joined", served.Notices.All, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("'b'", hub.Notices.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_OfASecondNodeOfTheName_EndsAndTheFirstServesOn()
    {
        await using var hub = await TestHub.StartAsync();
        await using var first = new ServedNode(new AnsweringNode("a"), hub.Options("a"));
        await hub.Hub.WaitForNodesAsync(1, TestHub.Deadline);

        var refusal = await RefusalAsync(hub.Options("a"));

        Assert.Contains("a node of this name is there. Got a second 'a'.", refusal.Message, StringComparison.Ordinal);
        Assert.False(first.Running.IsCompleted);
        Assert.Single(hub.Hub.Nodes);
    }

    [Fact]
    public async Task RunAsync_WithAnotherVersionThanTheManifest_EndsWithBoth()
    {
        await using var hub = await TestHub.StartAsync(change: options => options with { ExpectedVersions = new Dictionary<string, string> { ["a"] = "v7" } });

        Assert.Contains("Got version v1. Expected v7.", (await RefusalAsync(hub.Options("a"))).Message, StringComparison.Ordinal);
        Assert.Contains("no such member. Got 'b'. Expected a.", (await RefusalAsync(hub.Options("b"), "b")).Message, StringComparison.Ordinal);
        Assert.Contains("refused 'a'", hub.Notices.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ComingBackWithAnotherVersion_EndsWithBoth()
    {
        await using var hub = await TestHub.StartAsync();
        await using (new ServedNode(new AnsweringNode("a"), hub.Options("a"))) await hub.Hub.WaitForNodesAsync(1, TestHub.Deadline);
        await using var served = new ServedNode(new AnsweringNode("a", version: "v2"), hub.Options("a"));

        var refusal = await Assert.ThrowsAsync<RemoteRefusedException>(() => served.Running.WaitAsync(TestHub.Deadline));

        Assert.Contains("Got version v2. Expected v1.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_WithOtherSamplesThanTheHubs_Ends()
    {
        await using var hub = await TestHub.StartAsync(change: options => options with { SampleShape = [3] });

        Assert.Contains("Got shape [2]. Expected [3].", (await RefusalAsync(hub.Options("a"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_WhereNobodyListens_TriesUntilItIsCancelled()
    {
        await using var hub = await TestHub.StartAsync();
        var options = hub.Options("a");
        await hub.Hub.DisposeAsync();
        await using var served = new ServedNode(new AnsweringNode("a"), options);
        await served.Notices.WaitForAsync("Trying again", 3);

        await served.StopAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => served.Running);
    }

    private static async Task<RemoteRefusedException> RefusalAsync(RemoteNodeOptions options, string name = "a")
    {
        await using var served = new ServedNode(new AnsweringNode(name), options);
        return await Assert.ThrowsAsync<RemoteRefusedException>(() => served.Running.WaitAsync(TestHub.Deadline));
    }
}
