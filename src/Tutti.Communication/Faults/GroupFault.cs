using Tutti.Communication.Collectives;

namespace Tutti.Communication.Faults;

/// <summary>
/// Why a group is faulted: the first cause, and the rank it comes from (null: the whole job was cancelled). Every later call on every rank
/// throws what <see cref="SeenFrom"/> makes of it.
/// </summary>
internal sealed record GroupFault(int? Rank, Exception Cause)
{
    internal Exception SeenFrom(in CollectiveCall call) => Cause switch
    {
        CollectiveMismatchException mismatch => new CollectiveMismatchException(call, mismatch.Peer ?? 0, mismatch.Message, mismatch),
        CollectiveTimeoutException timeout => new CollectiveTimeoutException(call, timeout.MissingRanks, timeout.Message, timeout),
        PeerLostException lost when lost.Group == call.Group => new PeerLostException(call, lost.Peer ?? 0, lost.Message, lost),
        OperationCanceledException cancelled when Rank is null => new OperationCanceledException(
            $"{call.Header.Operation} #{call.Number} on group '{call.Group}': the job was cancelled. The group is now faulted; start again to go on.",
            cancelled, cancelled.CancellationToken),
        RemoteException when Rank is null => PeerLostException.OfJob(call, Cause),
        _ => PeerLostException.Because(call, Rank ?? call.Rank, Cause),
    };
}
