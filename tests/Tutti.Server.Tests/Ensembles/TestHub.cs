using System.Net.Http.Headers;
using Tutti.Distributed.Ensembles;
using Tutti.Distributed.Ensembles.Remote;
using Tutti.Server.Ensembles;
using Tutti.Server.Security;

namespace Tutti.Server.Tests.Ensembles;

/// <summary>A hub on a free port of this machine, for nodes a to e, and what it told.</summary>
internal sealed class TestHub : IAsyncDisposable
{
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly string[] Names = ["a", "b", "c", "d", "e"];

    private readonly ServerCertificate certificate;

    private TestHub(EnsembleHub hub, ServerCertificate certificate, Notices notices) => (Hub, this.certificate, Notices) = (hub, certificate, notices);

    internal EnsembleHub Hub { get; }

    internal Notices Notices { get; }

    internal static async Task<TestHub> StartAsync(
        Action<IEnsembleNode>? joined = null, Func<EnsembleHubOptions, EnsembleHubOptions>? change = null, ServerCertificate? certificate = null)
    {
        certificate ??= ServerCertificate.CreateSelfSigned();
        var notices = new Notices();
        var options = new EnsembleHubOptions
        {
            Certificate = certificate, Tokens = NodeTokens.Parse(string.Join('\n', Names.Select(name => $"{name} {Token(name)}"))),
            PollTime = TimeSpan.FromSeconds(2), LostAfter = TimeSpan.FromSeconds(5), Notice = notices.Add,
        };
        var hub = await EnsembleHub.StartAsync(change?.Invoke(options) ?? options, joined ?? (_ => { }));
        return new TestHub(hub, certificate, notices);
    }

    internal static string Token(string name) => $"token-of-{name}-0123456789";

    internal RemoteNodeOptions Options(string name) => new()
    {
        Driver = Hub.Address, Token = Token(name), Trust = Hub.Fingerprint,
        FirstRetry = TimeSpan.FromMilliseconds(20), LongestRetry = TimeSpan.FromMilliseconds(200),
    };

    /// <summary>A client that sends whatever a test makes up, as a node would be known.</summary>
    internal HttpClient Client(string name, string? token = null)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => DriverTrust.Fingerprint(shown!) == Hub.Fingerprint;
        var client = new HttpClient(handler) { BaseAddress = Hub.Address, Timeout = Deadline };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Token(name));
        client.DefaultRequestHeaders.Add(RemoteProtocol.NodeHeader, name);
        client.DefaultRequestHeaders.Add(RemoteProtocol.VersionHeader, "1");
        client.DefaultRequestHeaders.Add(RemoteProtocol.InstanceHeader, "0123");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        certificate.Dispose();
    }
}
