using Tutti.Communication.Collectives;
using Tutti.Communication.Faults;
using Tutti.Communication.Transports.Messages;

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

    /// <summary>The other rank concerned, like all ranks here in the job's numbering.</summary>
    internal int? Peer { get; init; }

    /// <summary>For a timeout: who was missing; where the ranks gather anew: who leaves.</summary>
    internal IReadOnlyList<int> MissingRanks { get; init; } = [];

    /// <summary>The collective in which it happened; null outside of one.</summary>
    internal ReportedCall? Call { get; init; }

    /// <summary>
    /// Who is to be looked at: of a loss or a delay the rank that was lost or late, not the one that noticed. Of a disagreement, the one
    /// that reported it.
    /// </summary>
    internal int? Culprit => Kind is FaultKind.PeerLost or FaultKind.Timeout ? Peer ?? Rank : Rank;

    /// <summary>The first line of a verdict.</summary>
    internal string Sentence => Kind is FaultKind.Exception or FaultKind.Lost or FaultKind.Cancelled
        ? $"{(Rank is { } rank ? $"rank {rank}" : "the job")}: {TypeName}: {Message}"
        : Message;

    internal static FaultReport Of(GroupFault fault)
    {
        var cause = fault.Cause;
        var kind = cause switch
        {
            CollectiveMismatchException => FaultKind.Mismatch,
            CollectiveTimeoutException => FaultKind.Timeout,
            PeerLostException => FaultKind.PeerLost,
            RegroupException => FaultKind.Regroup,
            OperationCanceledException when fault.Rank is null => FaultKind.Cancelled,
            _ => FaultKind.Exception,
        };
        // A broken link is the other side's fault until that side has spoken.
        var rank = cause is LinkException link ? link.Peer : fault.Rank;
        return new FaultReport(rank, kind, RemoteException.NameOf(cause), Cut(cause.Message))
        {
            Stack = Cut(cause.StackTrace),
            Peer = (cause as CommunicationException)?.JobPeer,
            MissingRanks = (cause as CollectiveTimeoutException)?.MissingJobRanks ?? (cause as RegroupException)?.Leavers ?? [],
            Call = cause is CommunicationException { Call: var call } ? ReportedCall.Of(call) : null,
        };
    }

    /// <summary>
    /// The fault as this process sees it; its cause is of the kind that was reported, or a
    /// <see cref="RemoteException"/>.
    /// </summary>
    internal GroupFault ToFault()
    {
        var remote = new RemoteException(Rank, TypeName, Message, Stack);
        return new GroupFault(Rank, Kind switch
        {
            FaultKind.Mismatch when Call is { } call => new CollectiveMismatchException(call.ToCall(), Peer, Message, remote),
            FaultKind.Timeout when Call is { } call && MissingRanks.Count > 0 =>
                new CollectiveTimeoutException(call.ToCall(), MissingRanks, Message, remote),
            FaultKind.PeerLost when Call is { } call => new PeerLostException(call.ToCall(), Peer, Message, remote),
            FaultKind.Cancelled => new OperationCanceledException(Message, remote),
            FaultKind.Regroup => new RegroupException(Message, MissingRanks),
            _ => remote,
        });
    }

    internal static string Cut(string? text) => text is null ? "" : text.Length <= MaxTextLength ? text : text[..MaxTextLength] + " […]";
}
