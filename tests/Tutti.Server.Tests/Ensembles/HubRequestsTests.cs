using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Tutti.Distributed.Ensembles;
using Tutti.Distributed.Ensembles.Remote;

namespace Tutti.Server.Tests.Ensembles;

/// <summary>What a hub says to clients that are no proper nodes, over real connections.</summary>
public sealed class HubRequestsTests
{
    private const string Facts = """{"name":"a","version":"v1","sampleShape":[2]}""";

    private static readonly SampleChunk Chunk = new([2], new float[] { 1, 0, 2, 0 });

    [Theory]
    [InlineData("a", "another-token-0123456789")]
    [InlineData("a", "token-of-b-0123456789")]
    [InlineData("z", "token-of-a-0123456789")]
    public async Task Request_WithAWrongNameOrToken_Is401AndNeverShowsTheToken(string name, string token)
    {
        await using var hub = await TestHub.StartAsync();
        using var client = hub.Client(name, token);

        var problem = await ExpectAsync(client.PostAsync(RemoteProtocol.Nodes, Json(Facts)), HttpStatusCode.Unauthorized);

        Assert.Contains("the token is not that of the node", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(token, problem + hub.Notices.All, StringComparison.Ordinal);
        Assert.Contains($"refused '{name}'", hub.Notices.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_WithoutCredentials_LearnsNothing()
    {
        await using var hub = await TestHub.StartAsync();
        using var client = hub.Client("a");
        client.DefaultRequestHeaders.Authorization = null;

        await ExpectAsync(client.GetAsync("/"), HttpStatusCode.Unauthorized);
        await ExpectAsync(client.GetAsync($"{RemoteProtocol.Nodes}/1/work"), HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("")]
    [InlineData("1.0")]
    public async Task Request_OfAnotherProtocol_Is400WithBothVersions(string version)
    {
        await using var hub = await TestHub.StartAsync();
        using var client = hub.Client("a");
        client.DefaultRequestHeaders.Remove(RemoteProtocol.VersionHeader);
        client.DefaultRequestHeaders.TryAddWithoutValidation(RemoteProtocol.VersionHeader, version);

        var problem = await ExpectAsync(client.PostAsync(RemoteProtocol.Nodes, Json(Facts)), HttpStatusCode.BadRequest);

        Assert.Contains($"Got '{version}'. Expected 1.", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"b","version":"v1","sampleShape":[2]}""", "two names")]
    [InlineData("""{"name":"a","version":"v1","sampleShape":[]""", "not JSON")]
    [InlineData("null", "not an object")]
    [InlineData("""{"name":"a","version":"v1","sampleShape":[2],"validationScore":"good"}""", "validationScore is not a number")]
    public async Task Join_WithWrongFacts_Is400(string facts, string expected)
    {
        await using var hub = await TestHub.StartAsync();
        using var client = hub.Client("a");

        Assert.Contains(expected, await ExpectAsync(client.PostAsync(RemoteProtocol.Nodes, Json(facts)), HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_WithMutatedFacts_IsNeverADefect()
    {
        await using var hub = await TestHub.StartAsync();
        using var client = hub.Client("a");
        var random = new Random(4);
        for (var i = 0; i < 500; i++)
        {
            var body = Encoding.UTF8.GetBytes(Facts);
            for (var flips = random.Next(1, 4); flips > 0; flips--) body[random.Next(body.Length)] = (byte)random.Next(256);
            using var answer = await client.PostAsync(RemoteProtocol.Nodes, Content(body, RemoteProtocol.JsonType));
            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Created, HttpStatusCode.BadRequest, HttpStatusCode.Conflict });
        }
    }

    [Fact]
    public async Task Body_TooLargeOrUntypedOrOfUnknownLength_IsRefused()
    {
        await using var hub = await TestHub.StartAsync();
        using var client = hub.Client("a");
        using var untold = Json(Facts);

        await ExpectAsync(client.PostAsync(RemoteProtocol.Nodes, Content(new byte[RemoteProtocol.MaxJsonBytes + 1], RemoteProtocol.JsonType)), HttpStatusCode.RequestEntityTooLarge);
        await ExpectAsync(client.PostAsync(RemoteProtocol.Nodes, Content("{}"u8.ToArray(), "text/plain")), HttpStatusCode.UnsupportedMediaType);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, RemoteProtocol.Nodes) { Content = untold, Headers = { TransferEncodingChunked = true } };
        await ExpectAsync(client.SendAsync(chunked), HttpStatusCode.LengthRequired);
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/ensemble/v1/nodes")]
    [InlineData("PUT", "/ensemble/v1/nodes/1/work")]
    [InlineData("POST", "/ensemble/v2/nodes")]
    public async Task Request_ThatThereIsNot_Is404(string method, string path)
    {
        await using var hub = await TestHub.StartAsync();
        using var client = hub.Client("a");

        await ExpectAsync(client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path)), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Seat_OfAnother_IsGone()
    {
        await using var hub = await TestHub.StartAsync();
        using var a = hub.Client("a");
        using var b = hub.Client("b");
        var seat = await JoinAsync(a);

        await ExpectAsync(b.GetAsync($"{RemoteProtocol.Nodes}/{seat}/work"), HttpStatusCode.Gone);
        await ExpectAsync(b.DeleteAsync($"{RemoteProtocol.Nodes}/{seat}"), HttpStatusCode.Gone);
        Assert.Single(hub.Hub.Nodes);
    }

    [Fact]
    public async Task Work_WhenThereIsNone_Is204AfterThePollTime()
    {
        await using var hub = await TestHub.StartAsync(change: options => options with { PollTime = TimeSpan.FromMilliseconds(20) });
        using var client = hub.Client("a");

        using var nothing = await client.GetAsync($"{RemoteProtocol.Nodes}/{await JoinAsync(client)}/work");

        Assert.Equal(HttpStatusCode.NoContent, nothing.StatusCode);
    }

    [Fact]
    public async Task Answer_ForAChunk_CompletesItOnce()
    {
        await using var hub = await TestHub.StartAsync();
        using var client = hub.Client("a");
        var (path, answer) = await TakeWorkAsync(hub, client);

        using var first = await client.PostAsync(path, Answer(AnswerBody.Write([0.5, 0.25])));

        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        Assert.Equal(new[] { 0.5, 0.25 }, await answer.WaitAsync(TestHub.Deadline));
        await ExpectAsync(client.PostAsync(path, Answer(AnswerBody.Write([0.5, 0.25]))), HttpStatusCode.Gone);
    }

    [Theory]
    [InlineData("count", "another number of values")]
    [InlineData("nan", "not finite")]
    [InlineData("changed", "changed on its way")]
    [InlineData("garbage", "too short")]
    [InlineData("version", "Got version 'v2'. Expected v1")]
    public async Task Answer_ThatDoesNotFit_Is400AndTheDriverHearsWhy(string kind, string expected)
    {
        await using var hub = await TestHub.StartAsync();
        using var client = hub.Client("a");
        var (path, answer) = await TakeWorkAsync(hub, client);
        var body = kind switch
        {
            "count" => AnswerBody.Write([1]),
            "nan" => AnswerBody.Write([1, double.NaN]),
            "garbage" => [1, 2, 3],
            _ => AnswerBody.Write([1, 2]),
        };
        if (kind == "changed") body[^1] ^= 1;

        var problem = await ExpectAsync(client.PostAsync(path, Answer(body, kind == "version" ? "v2" : "v1")), HttpStatusCode.BadRequest);

        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.Contains(expected, (await Assert.ThrowsAsync<NodeException>(() => answer.WaitAsync(TestHub.Deadline))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_LongerThanTheChunkNeeds_Is413AndIsNotRead()
    {
        await using var hub = await TestHub.StartAsync();
        using var client = hub.Client("a");
        var (path, answer) = await TakeWorkAsync(hub, client);

        await ExpectAsync(client.PostAsync(path, Answer(AnswerBody.Write([1, 2, 3]))), HttpStatusCode.RequestEntityTooLarge);

        await Assert.ThrowsAsync<NodeException>(() => answer.WaitAsync(TestHub.Deadline));
    }

    [Fact]
    public async Task Answer_ThatEndsTooEarly_FailsAndTheHubServesOn()
    {
        await using var hub = await TestHub.StartAsync(change: options => options with { BodyTimeout = TimeSpan.FromMilliseconds(200) });
        using var client = hub.Client("a");
        var (path, answer) = await TakeWorkAsync(hub, client);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, hub.Hub.Address.Port);
        await using var stream = new SslStream(socket.GetStream(), false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync("localhost");

        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TestHub.Token("a")}\r\nTutti-Node: a\r\nTutti-Protocol: 1\r\nTutti-Model: v1\r\n" +
            $"Content-Type: {RemoteProtocol.AnswerType}\r\nContent-Length: 60\r\n\r\nonly a part"));
        var answered = new byte[1024];
        var count = await stream.ReadAsync(answered).AsTask().WaitAsync(TestHub.Deadline);

        Assert.StartsWith("HTTP/1.1 408", Encoding.ASCII.GetString(answered, 0, count), StringComparison.Ordinal);
        Assert.Contains("did not come in time", (await Assert.ThrowsAsync<NodeException>(() => answer.WaitAsync(TestHub.Deadline))).Message, StringComparison.Ordinal);
        using var nothing = await client.GetAsync(path[..path.LastIndexOf('/')]);
        Assert.Equal(HttpStatusCode.NoContent, nothing.StatusCode);
    }

    [Fact]
    public async Task Node_WhosePollIsCutOff_IsLostAtOnce()
    {
        await using var hub = await TestHub.StartAsync(change: options => options with { PollTime = TimeSpan.FromMinutes(5), LostAfter = TimeSpan.FromMinutes(5) });
        using var client = hub.Client("a");
        var (path, answer) = await TakeWorkAsync(hub, client);
        using var cut = new CancellationTokenSource();

        // The later of two polls ends the earlier one: then the other is surely open.
        Task<HttpResponseMessage>[] polls = [.. Enumerable.Range(0, 2).Select(_ => client.GetAsync(path[..path.LastIndexOf('/')], cut.Token))];
        using (var replaced = await await Task.WhenAny(polls)) Assert.Equal(HttpStatusCode.NoContent, replaced.StatusCode);
        await cut.CancelAsync();

        Assert.Contains("its connection broke", (await Assert.ThrowsAsync<NodeException>(() => answer.WaitAsync(TestHub.Deadline))).Message, StringComparison.Ordinal);
        Assert.Empty(hub.Hub.Nodes);
    }

    [Fact]
    public async Task Node_ThatStopsPolling_IsLostAfterTheStatedTime()
    {
        await using var hub = await TestHub.StartAsync(change: options => options with { LostAfter = TimeSpan.FromMilliseconds(100) });
        using var client = hub.Client("a");
        var (path, answer) = await TakeWorkAsync(hub, client);

        var lost = await Assert.ThrowsAsync<NodeException>(() => answer.WaitAsync(TestHub.Deadline));

        Assert.Contains("it asked for no work for 0.1 s", lost.Message, StringComparison.Ordinal);
        await ExpectAsync(client.GetAsync(path[..path.LastIndexOf('/')]), HttpStatusCode.Gone);
    }

    [Fact]
    public async Task Failure_OfAChunk_ReachesTheDriver()
    {
        await using var hub = await TestHub.StartAsync();
        using var client = hub.Client("a");
        var (path, answer) = await TakeWorkAsync(hub, client);

        await ExpectAsync(client.PostAsync(path + "/failure", Json("[]")), HttpStatusCode.BadRequest);
        using var taken = await client.PostAsync(path + "/failure", Json("""{"cause":"out of memory"}"""));

        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        Assert.Equal("Node 'a' could not answer: out of memory", (await Assert.ThrowsAsync<NodeException>(() => answer.WaitAsync(TestHub.Deadline))).Message);
    }

    private static async Task<string> JoinAsync(HttpClient client)
    {
        using var joined = await client.PostAsync(RemoteProtocol.Nodes, Json(Facts));
        Assert.Equal(HttpStatusCode.Created, joined.StatusCode);
        return JsonDocument.Parse(await joined.Content.ReadAsStringAsync()).RootElement.GetProperty("seat").GetString()!;
    }

    /// <summary>Joins, has the driver ask, and takes the chunk: where its answer goes, and what the driver waits for.</summary>
    private static async Task<(string Path, Task<double[]> Answer)> TakeWorkAsync(TestHub hub, HttpClient client)
    {
        var seat = await JoinAsync(client);
        var answer = hub.Hub.Nodes.Single().AnswerAsync(Chunk, CancellationToken.None);
        using var work = await client.GetAsync($"{RemoteProtocol.Nodes}/{seat}/work");
        Assert.Equal(Chunk.Values.ToArray(), ChunkBody.Read(await work.Content.ReadAsByteArrayAsync()).Values.ToArray());
        return ($"{RemoteProtocol.Nodes}/{seat}/work/{work.Headers.GetValues(RemoteProtocol.WorkHeader).Single()}", answer);
    }

    /// <summary>The detail of the problem document that a request must get.</summary>
    private static async Task<string> ExpectAsync(Task<HttpResponseMessage> request, HttpStatusCode status)
    {
        using var response = await request;
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}, expected {(int)status}: {body}");
        Assert.Equal(RemoteProtocol.ProblemType, response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(body).RootElement;
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        return problem.GetProperty("detail").GetString()!;
    }

    private static ByteArrayContent Json(string text) => Content(Encoding.UTF8.GetBytes(text), RemoteProtocol.JsonType);

    private static ByteArrayContent Content(byte[] body, string type) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    private static ByteArrayContent Answer(byte[] body, string version = "v1")
    {
        var content = Content(body, RemoteProtocol.AnswerType);
        content.Headers.Add(RemoteProtocol.ModelHeader, version);
        return content;
    }
}
