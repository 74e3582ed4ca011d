using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tutti.Distributed.Ensembles.Remote;

/// <summary>The listener's problem documents (RFC 9457) as exceptions.</summary>
internal static class DriverProblem
{
    /// <summary>What a status and its document mean for a node: refusal, a seat or chunk that is gone, or trouble that may pass.</summary>
    internal static Exception Read(HttpStatusCode status, byte[] body)
    {
        var words = Words(body) is { Length: > 0 } text ? text : $"it answered {(int)status} without a reason";
        return status switch
        {
            HttpStatusCode.Gone or HttpStatusCode.NotFound => new WorkGoneException(words),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => new DriverFaultException(words),
            // A redirection comes from something that stands in between and is no driver.
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => new DriverRefusalException(words),
            _ => new DriverFaultException(words),
        };
    }

    private static string Words(byte[] body)
    {
        try
        {
            return RemoteProtocol.Clean((string?)(JsonNode.Parse(body) as JsonObject)?["detail"]);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or ArgumentException)
        {
            return "";
        }
    }
}
