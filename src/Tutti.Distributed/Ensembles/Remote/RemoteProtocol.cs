namespace Tutti.Distributed.Ensembles.Remote;

/// <summary>What remote nodes and the listener of their driver agree on; docs/ENSEMBLES.md describes it.</summary>
internal static class RemoteProtocol
{
    /// <summary>Changes whenever one side would misunderstand the other.</summary>
    internal const int Version = 1;

    internal const string Nodes = "/ensemble/v1/nodes";

    internal const string VersionHeader = "Tutti-Protocol", NodeHeader = "Tutti-Node", InstanceHeader = "Tutti-Instance";
    internal const string WorkHeader = "Tutti-Work", ModelHeader = "Tutti-Model";

    internal const string JsonType = "application/json", ProblemType = "application/problem+json";
    internal const string ChunkType = "application/vnd.tutti.chunk", AnswerType = "application/vnd.tutti.answer";

    /// <summary>No JSON of this protocol is longer.</summary>
    internal const int MaxJsonBytes = 16 * 1024;

    /// <summary>How much of a node's own words about a failure travels.</summary>
    internal const int MaxCauseLength = 1000;

    // Names appear in messages, addresses and headers: nothing in them may mean anything there.
    internal static bool IsName(string? name) =>
        name is { Length: > 0 and <= 64 } && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    internal static bool IsVersion(string? version) =>
        version is { Length: > 0 and <= 128 } && version.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':' or '+');

    /// <summary>Another's words as one line of bounded length, without anything that a terminal would obey.</summary>
    internal static string Clean(string? words)
    {
        var text = new string([.. (words ?? "").Take(MaxCauseLength).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? ' ' : letter)]);
        return text.Trim();
    }
}
