using Tutti.Communication.Collectives;

namespace Tutti.Communication;

/// <summary>
/// Another rank cannot take part any more: it threw, called <see cref="ProcessGroup.Abort"/>, or ended its work.
/// <see cref="CommunicationException.Peer"/>
/// is that rank, or null if the job lost its coordinator; the inner exception is its first cause, or null if it ended without an error.
/// </summary>
public sealed class PeerLostException : CommunicationException
{
    internal PeerLostException(in CollectiveCall call, int? peer, string message, Exception? cause) : base(message, call, peer, cause)
    {
    }

    internal static PeerLostException Because(in CollectiveCall call, int jobRank, Exception cause) =>
        new(call, call.RankOf(jobRank),
            $"{call.Header.Operation} #{call.Number} on group '{call.Group}': {call.NameOf(jobRank)} is lost. " +
            $"Got {RemoteException.NameOf(cause)} on rank {call.RankOf(jobRank) ?? jobRank}: {cause.Message} Expected every rank to stay " +
            "until the end. The group is now faulted; mend the cause on that rank.", cause);

    /// <summary>The link to it failed, as this rank saw it.</summary>
    internal static PeerLostException Unreachable(in CollectiveCall call, int jobRank, Exception cause) =>
        new(call, call.RankOf(jobRank),
            $"{call.Header.Operation} #{call.Number} on group '{call.Group}': {call.NameOf(jobRank)} is lost. " +
            $"Got {RemoteException.NameOf(cause)} on rank {call.Rank}: {cause.Message} The group is now faulted; mend the cause between the two ranks.", cause);

    internal static PeerLostException OfJob(in CollectiveCall call, Exception cause) =>
        new(call, null, $"{call.Header.Operation} #{call.Number} on group '{call.Group}': the job cannot go on. " +
            $"Got {RemoteException.NameOf(cause)}: {cause.Message} The group is now faulted; mend that cause.", cause);

    internal static PeerLostException Departed(in CollectiveCall call, int jobRank) =>
        new(call, call.RankOf(jobRank),
            $"{call.Header.Operation} #{call.Number} on group '{call.Group}': {call.NameOf(jobRank)} has ended its work. " +
            $"Got no operation #{call.Number} from it. Expected every rank to enter the same collectives. " +
            "The group is now faulted; see why that rank returned early.", null);

    internal static PeerLostException Withdrawn(in CollectiveCall call, int jobRank) =>
        new(call, call.RankOf(jobRank),
            $"{call.Header.Operation} #{call.Number} on group '{call.Group}': {call.NameOf(jobRank)} has given up. " +
            $"Got no operation #{call.Number} from it. Expected every rank to go on. The group is now faulted; see what that rank " +
            $"reports.", null);
}
