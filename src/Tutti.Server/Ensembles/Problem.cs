using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tutti.Distributed.Ensembles.Remote;

namespace Tutti.Server.Ensembles;

/// <summary>A request is refused: a status, and a problem document (RFC 9457) whose detail is for the one who reads the node's
/// messages.</summary>
internal sealed class Problem(int status, string title, string detail) : Exception(detail)
{
    internal int Status => status;

    internal async Task WriteAsync(HttpResponse response)
    {
        if (response.HasStarted) return;
        var body = JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["type"] = "about:blank", ["title"] = title, ["status"] = status, ["detail"] = Message,
        });
        response.Clear();
        response.StatusCode = status;
        response.ContentType = RemoteProtocol.ProblemType;
        response.ContentLength = body.Length;
        if (status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        // A client that is refused before its body was read must not make the server read it.
        if (status is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status401Unauthorized) response.Headers.Connection = "close";
        await response.Body.WriteAsync(body).ConfigureAwait(false);
    }
}
