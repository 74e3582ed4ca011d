namespace Tutti.Communication.Membership;

/// <summary>
/// A fault as it travels: words and numbers, from which the other side makes an exception of the same kind. Nothing in it is code.
/// </summary>
internal sealed record FaultReport(int? Rank, FaultKind Kind, string TypeName, string Message)
{
    /// <summary>How long text from elsewhere may be; more is cut.</summary>
    internal const int MaxTextLength = 8192;

    /// <summary>The stack on the rank it comes from; empty if there is none.</summary>
    internal string Stack { get; init; } = "";

    /// <summary>The other rank concerned.</summary>
    internal int? Peer { get; init; }

    /// <summary>For a timeout: who was missing.</summary>
    internal IReadOnlyList<int> MissingRanks { get; init; } = [];

    /// <summary>The collective in which it happened; null outside of one.</summary>
    internal ReportedCall? Call { get; init; }

    /// <summary>The first line of a verdict.</summary>
    internal string Sentence => Kind is FaultKind.Exception or FaultKind.Lost or FaultKind.Cancelled
        ? $"{(Rank is { } rank ? $"rank {rank}" : "the job")}: {TypeName}: {Message}"
        : Message;

    internal static string Cut(string? text) => text is null ? "" : text.Length <= MaxTextLength ? text : text[..MaxTextLength] + " […]";
}

/// <summary>What kind of exception a report becomes. The numbers travel.</summary>
internal enum FaultKind : byte
{
    /// <summary>Any exception on the rank.</summary>
    Exception = 1,
    Mismatch,
    Timeout,
    PeerLost,
    Cancelled,
    /// <summary>The rank's process ended, froze or was cut off: said by others, not by itself.</summary>
    Lost,
}

/// <summary>A collective call as it travels; its numbers are those of message headers.</summary>
internal sealed record ReportedCall(
    string Group, int Rank, int Size, long Number, byte Operation, byte Element, byte Reduction, long Count, long Detail, ulong Digest, long ElapsedTicks);
