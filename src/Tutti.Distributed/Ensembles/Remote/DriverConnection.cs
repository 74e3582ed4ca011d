using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tutti.Distributed.Ensembles.Remote;

/// <summary>The requests of one node, each with a deadline; the listener's problems become exceptions.</summary>
internal sealed class DriverConnection : IDisposable
{
    private readonly HttpClient client;
    private readonly DriverTrust trust;
    private readonly RemoteNodeOptions options;

    internal DriverConnection(RemoteNodeOptions options, string name, string instance)
    {
        this.options = options;
        trust = new DriverTrust(options);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = options.RequestTimeout, MaxResponseHeadersLength = 16,
        };
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => trust.Accepts(certificate, chain, errors);
        if (options.Certificate is { } own) handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => own;
        client = new HttpClient(handler) { BaseAddress = options.Driver, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
        client.DefaultRequestHeaders.Add(RemoteProtocol.VersionHeader, $"{RemoteProtocol.Version}");
        client.DefaultRequestHeaders.Add(RemoteProtocol.NodeHeader, name);
        client.DefaultRequestHeaders.Add(RemoteProtocol.InstanceHeader, instance);
    }

    public void Dispose() => client.Dispose();

    /// <summary>Joins; gives the seat and how long the listener lets a node wait for work.</summary>
    internal async Task<(string Seat, TimeSpan PollTime)> JoinAsync(NodeFacts facts, CancellationToken cancellation)
    {
        var (_, body) = await SendAsync(
            HttpMethod.Post, RemoteProtocol.Nodes, Content(FactsJson.Write(facts), RemoteProtocol.JsonType), TimeSpan.Zero,
            RemoteProtocol.MaxJsonBytes, cancellation).ConfigureAwait(false);
        try
        {
            var answer = JsonNode.Parse(body) as JsonObject;
            var (seat, seconds) = ((string?)answer?["seat"], (double?)answer?["pollSeconds"]);
            if (RemoteProtocol.IsName(seat) && seconds is > 0 and <= 3600) return (seat!, TimeSpan.FromSeconds(seconds.Value));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            // Said below, with whatever else can be wrong.
        }
        throw new DriverFaultException("its answer to joining is not one. Expected a seat and pollSeconds");
    }

    /// <summary>Waits for a chunk; null: none came in time.</summary>
    internal async Task<RemoteWork?> PollAsync(string seat, TimeSpan pollTime, CancellationToken cancellation)
    {
        var (headers, body) = await SendAsync(
            HttpMethod.Get, $"{RemoteProtocol.Nodes}/{seat}/work", null, pollTime, options.MaxChunkBytes, cancellation).ConfigureAwait(false);
        if (headers.StatusCode == HttpStatusCode.NoContent) return null;
        var id = headers.Headers.TryGetValues(RemoteProtocol.WorkHeader, out var values) ? values.First() : null;
        if (!RemoteProtocol.IsName(id)) throw new DriverFaultException("its chunk has no name");
        return new RemoteWork(id!, body);
    }

    internal Task AnswerAsync(string seat, string work, string version, byte[] answer, CancellationToken cancellation)
    {
        var content = Content(answer, RemoteProtocol.AnswerType);
        content.Headers.Add(RemoteProtocol.ModelHeader, version);
        return SendAsync(HttpMethod.Post, $"{RemoteProtocol.Nodes}/{seat}/work/{work}", content, TimeSpan.Zero, RemoteProtocol.MaxJsonBytes, cancellation);
    }

    internal Task FailAsync(string seat, string work, string cause, CancellationToken cancellation) => SendAsync(
        HttpMethod.Post, $"{RemoteProtocol.Nodes}/{seat}/work/{work}/failure",
        Content(JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["cause"] = RemoteProtocol.Clean(cause) }), RemoteProtocol.JsonType),
        TimeSpan.Zero, RemoteProtocol.MaxJsonBytes, cancellation);

    internal Task LeaveAsync(string seat, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, $"{RemoteProtocol.Nodes}/{seat}", null, TimeSpan.Zero, RemoteProtocol.MaxJsonBytes, cancellation);

    private static ByteArrayContent Content(byte[] bytes, string type) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    private async Task<(HttpResponseMessage Headers, byte[] Body)> SendAsync(
        HttpMethod method, string path, HttpContent? content, TimeSpan more, int mostBytes, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(options.RequestTimeout + more, options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            var isGood = response.IsSuccessStatusCode;
            var body = await ReadAsync(response, isGood ? mostBytes : RemoteProtocol.MaxJsonBytes, deadline, both.Token).ConfigureAwait(false);
            return isGood ? (response, body) : throw DriverProblem.Read(response.StatusCode, body);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DriverFaultException($"it did not answer within {(options.RequestTimeout + more).TotalSeconds:0.#} s");
        }
        catch (Exception refused) when (IsAboutTrust(refused))
        {
            throw new DriverRefusalException(trust.Problem is { } problem ? $"it is not trusted: {problem}"
                : $"the two do not agree on TLS: {Cause(refused)}. Expected TLS 1.2 or 1.3, and a client certificate where the driver " +
                    $"asks for one");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw new DriverFaultException(Cause(broken), broken);
        }
    }

    // Content-Length may be missing or a lie: never more is kept than may come.
    // A large chunk over a slow link takes its time: what counts is that something comes.
    private async Task<byte[]> ReadAsync(
        HttpResponseMessage response, int mostBytes, CancellationTokenSource deadline, CancellationToken cancellation)
    {
        var announced = response.Content.Headers.ContentLength;
        if (announced > mostBytes) throw new DriverFaultException($"its answer is too long. Got {announced} bytes. Expected at most " +
            $"{mostBytes}");
        using var body = new MemoryStream((int)Math.Min(announced ?? 0, 1 << 20));
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var part = new byte[64 * 1024];
            while (await stream.ReadAsync(part, cancellation).ConfigureAwait(false) is > 0 and var count)
            {
                if (body.Length + count > mostBytes) throw new DriverFaultException($"its answer is too long. Got more than " +
                    $"{mostBytes} bytes");
                body.Write(part, 0, count);
                deadline.CancelAfter(options.RequestTimeout);
            }
        }
        return body.ToArray();
    }

    private static bool IsAboutTrust(Exception? problem) =>
        problem is not null && (problem is AuthenticationException || IsAboutTrust(problem.InnerException));

    private static string Cause(Exception problem) => problem.InnerException is { } inner ? Cause(inner) : RemoteProtocol.Clean(problem.Message.TrimEnd('.'));
}
