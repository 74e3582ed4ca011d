using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Tutti.Distributed.Ensembles.Remote;

namespace Tutti.Server.Ensembles;

/// <summary>The five requests of a node; docs/ENSEMBLES.md has the table. Nothing is read of a body before its sender is known.</summary>
internal sealed class HubRequests(EnsembleHubOptions options, Roster roster, CancellationToken closing)
{
    private const string Bearer = "Bearer ";

    /// <summary>Answers a request; whatever goes wrong becomes a problem document.</summary>
    internal async Task HandleAsync(HttpContext context)
    {
        try
        {
            await RouteAsync(context).ConfigureAwait(false);
        }
        catch (Problem problem)
        {
            await problem.WriteAsync(context.Response).ConfigureAwait(false);
        }
        catch (BadHttpRequestException wrong)
        {
            await new Problem(wrong.StatusCode, "bad request", $"Request: " +
                $"{RemoteProtocol.Clean(wrong.Message)}").WriteAsync(context.Response).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // Nobody is there to hear about it.
            context.Abort();
        }
        catch (Exception defect)
        {
            options.Notice?.Invoke($"a request failed: {defect}");
            await new Problem(StatusCodes.Status500InternalServerError, "defect", "Request: the driver failed to answer; its own " +
                "messages say more.")
                .WriteAsync(context.Response).ConfigureAwait(false);
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path.Value ?? "";
        var parts = path.StartsWith(RemoteProtocol.Nodes + "/", StringComparison.Ordinal) ? path[(RemoteProtocol.Nodes.Length + 1)..].Split('/') : [];
        Func<string, Task>? answer = (request.Method, parts) switch
        {
            ("POST", []) when path == RemoteProtocol.Nodes => name => JoinAsync(context, name),
            ("GET", [var seat, "work"]) => name => PollAsync(context, SeatOf(seat, name)),
            ("POST", [var seat, "work", var work]) => name => AnswerAsync(context, SeatOf(seat, name), work, name),
            ("POST", [var seat, "work", var work, "failure"]) => name => FailAsync(context, SeatOf(seat, name), work, name),
            ("DELETE", [var seat]) => name => LeaveAsync(context, SeatOf(seat, name)),
            _ => null,
        };
        // Who is not known learns nothing, not even which requests there are.
        var sender = Authenticate(request);
        CheckVersion(request);
        return (answer ?? throw new Problem(StatusCodes.Status404NotFound, "no such request", "Request: there is none of this method " +
            "and path. Expected one of docs/ENSEMBLES.md."))(sender);
    }

    private string Authenticate(HttpRequest request)
    {
        var name = request.Headers[RemoteProtocol.NodeHeader].ToString();
        var authorization = request.Headers.Authorization.ToString();
        if (RemoteProtocol.IsName(name) && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && options.Tokens.Accept(name, authorization[Bearer.Length..].Trim())) return name;
        var shown = RemoteProtocol.IsName(name) ? $"'{name}'" : "no valid name";
        options.Notice?.Invoke($"refused {shown} from {request.HttpContext.Connection.RemoteIpAddress}: wrong name or token");
        throw new Problem(StatusCodes.Status401Unauthorized, "not known",
            $"Request: the token is not that of the node. Got one for {shown}. Expected the token that the driver has for this name. " +
                $"Check the token and the name.");
    }

    private static void CheckVersion(HttpRequest request)
    {
        var version = request.Headers[RemoteProtocol.VersionHeader].ToString();
        if (version != RemoteProtocol.Version.ToString(CultureInfo.InvariantCulture))
            throw new Problem(StatusCodes.Status400BadRequest, "another protocol",
                $"Request: another version of the protocol. Got '{RemoteProtocol.Clean(version)}'. Expected {RemoteProtocol.Version}. " +
                    $"Use the same version of Tutti on both sides.");
    }

    private Seat SeatOf(string id, string name)
    {
        if (roster.Find(id, out var owner) is { } seat && owner == name) return seat;
        throw Gone("Request: this stay is over. Join again.");
    }

    private async Task JoinAsync(HttpContext context, string name)
    {
        var instance = context.Request.Headers[RemoteProtocol.InstanceHeader].ToString();
        if (!RemoteProtocol.IsName(instance)) throw Unfit($"Join: {RemoteProtocol.InstanceHeader} is missing. Expected 1 to 64 letters " +
            $"or digits.");
        var facts = Decode(FactsJson.Read, await ReadAsync(context, RemoteProtocol.JsonType, RemoteProtocol.MaxJsonBytes).ConfigureAwait(false));
        if (facts.Name != name) throw Unfit($"Join: two names. Got '{name}' and '{facts.Name}'. Expected the same in " +
            $"{RemoteProtocol.NodeHeader} and the facts.");
        if (closing.IsCancellationRequested) throw Closing();
        Seat seat;
        try
        {
            seat = roster.Join(facts, instance);
        }
        catch (Problem refused)
        {
            roster.Refuse(name, refused.Message);
            throw;
        }
        await WriteAsync(context.Response, StatusCodes.Status201Created, RemoteProtocol.JsonType, JsonSerializer.SerializeToUtf8Bytes(
            new JsonObject { ["seat"] = seat.Id, ["pollSeconds"] = options.PollTime.TotalSeconds })).ConfigureAwait(false);
    }

    private async Task PollAsync(HttpContext context, Seat seat)
    {
        Watch(context, seat);
        var work = await seat.PollAsync(context.Connection.Id, options.PollTime, context.RequestAborted).ConfigureAwait(false);
        if (work is null)
        {
            if (closing.IsCancellationRequested) throw Closing();
            if (seat.End is { } end) throw Gone($"Request: this stay is over: {end}. Join again.");
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        context.Response.Headers[RemoteProtocol.WorkHeader] = work.Id;
        await seat.TransferAsync(() => WriteAsync(context.Response, StatusCodes.Status200OK, RemoteProtocol.ChunkType, work.Body)).ConfigureAwait(false);
    }

    // A node that dies between two polls is missed by its connection only. Once for each connection: it carries many polls.
    private static void Watch(HttpContext context, Seat seat)
    {
        var (items, lifetime) = (context.Features.Get<IConnectionItemsFeature>(), context.Features.Get<IConnectionLifetimeFeature>());
        if (items is null || lifetime is null || !items.Items.TryAdd(seat, null)) return;
        var id = context.Connection.Id;
        lifetime.ConnectionClosed.UnsafeRegister(_ => seat.Disconnect(id), null);
    }

    private async Task AnswerAsync(HttpContext context, Seat seat, string id, string name)
    {
        var work = seat.Owed(id) ?? throw Gone("Answer: nobody waits for it. Got another chunk's name, or the second answer. Ask for " +
            "work.");
        try
        {
            var body = await ReadAsync(context, RemoteProtocol.AnswerType, AnswerBody.Bytes(work.Count)).ConfigureAwait(false);
            var (version, expected) = (context.Request.Headers[RemoteProtocol.ModelHeader].ToString(), roster.VersionOf(name));
            if (version != expected) throw Unfit($"Answer: of another model. Got version '{RemoteProtocol.Clean(version)}'. Expected " +
                $"{expected}. Join again with the model.");
            var values = Decode(bytes => AnswerBody.Read(bytes.Span, work.Count), body);
            if (seat.Settle(id) is null) throw Gone("Answer: nobody waits for it any more. Ask for work.");
            work.Complete(values);
        }
        catch (Problem wrong) when (wrong.Status != StatusCodes.Status410Gone)
        {
            seat.Settle(id);
            work.Fail($"Node '{name}' gave a wrong answer: {wrong.Message}");
            throw;
        }
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task FailAsync(HttpContext context, Seat seat, string id, string name)
    {
        var body = await ReadAsync(context, RemoteProtocol.JsonType, RemoteProtocol.MaxJsonBytes).ConfigureAwait(false);
        var cause = Decode(ReadCause, body);
        var work = seat.Settle(id) ?? throw Gone("Failure: nobody waits for this chunk. Ask for work.");
        work.Fail($"Node '{name}' could not answer: {cause}");
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private Task LeaveAsync(HttpContext context, Seat seat)
    {
        roster.Leave(seat, "it left");
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static string ReadCause(ReadOnlyMemory<byte> body)
    {
        try
        {
            if (JsonNode.Parse(body.Span) is JsonObject failure && (string?)failure["cause"] is { } cause) return RemoteProtocol.Clean(cause);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or ArgumentException)
        {
            // Said below.
        }
        throw new InvalidDataException("Failure: not the JSON of one. Got something else. Expected an object with 'cause'.");
    }

    private static T Decode<T>(Func<ReadOnlyMemory<byte>, T> read, byte[] body)
    {
        try
        {
            return read(body);
        }
        catch (InvalidDataException wrong)
        {
            throw Unfit(wrong.Message);
        }
    }

    private async Task<byte[]> ReadAsync(HttpContext context, string type, long mostBytes)
    {
        var request = context.Request;
        if (request.ContentType != type)
            throw new Problem(StatusCodes.Status415UnsupportedMediaType, "another type", $"Request: the body is of another type. Got " +
                $"'{RemoteProtocol.Clean(request.ContentType)}'. Expected {type}.");
        if (request.ContentLength is not { } length)
            throw new Problem(StatusCodes.Status411LengthRequired, "no length", "Request: the body's length is not known. Got no " +
                "Content-Length. Expected one.");
        if (length > mostBytes)
            throw new Problem(StatusCodes.Status413PayloadTooLarge, "too large", $"Request: the body is too large. Got {length} bytes. " +
                $"Expected at most {mostBytes}.");
        // Kestrel's own limit is lower than the answer to a large chunk.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = length;
        using var deadline = new CancellationTokenSource(options.BodyTimeout, options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        var body = new byte[length];
        try
        {
            await request.Body.ReadExactlyAsync(body, both.Token).ConfigureAwait(false);
        }
        catch (EndOfStreamException)
        {
            throw Unfit($"Request: the body ends too early. Expected {length} bytes.");
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new Problem(StatusCodes.Status408RequestTimeout, "too slow", $"Request: the body did not come in time. Expected " +
                $"{length} bytes within {options.BodyTimeout}.");
        }
        return body;
    }

    private static async Task WriteAsync(HttpResponse response, int status, string type, byte[] body)
    {
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, response.HttpContext.RequestAborted).ConfigureAwait(false);
    }

    private static Problem Unfit(string detail) => new(StatusCodes.Status400BadRequest, "does not fit", detail);

    private static Problem Gone(string detail) => new(StatusCodes.Status410Gone, "gone", detail);

    private static Problem Closing() => new(StatusCodes.Status503ServiceUnavailable, "closing", "Request: the driver is closing. Try " +
        "again later.");
}
