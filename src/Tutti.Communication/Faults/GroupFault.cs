using Tutti.Communication.Collectives;

namespace Tutti.Communication.Faults;

/// <summary>
/// Why a job is faulted: the first cause, and the rank it comes from, in the job's numbering (null: the whole job was cancelled). Every
/// later call
/// on every rank of every group throws what <see cref="SeenFrom"/> makes of it.
/// </summary>
internal sealed record GroupFault(int? Rank, Exception Cause)
{
    internal Exception SeenFrom(in CollectiveCall call) => Cause switch
    {
        CollectiveMismatchException mismatch =>
            new CollectiveMismatchException(call, call.RankOf(mismatch.JobPeer), mismatch.Message, mismatch),
        CollectiveTimeoutException timeout =>
            new CollectiveTimeoutException(call, Members(call, timeout.MissingJobRanks), timeout.Message, timeout),
        PeerLostException lost => new PeerLostException(call, call.RankOf(lost.JobPeer), lost.Message, lost),
        RegroupException regroup => new RegroupException(regroup.Message, regroup.Leavers, regroup),
        OperationCanceledException cancelled when Rank is null => new OperationCanceledException(
            $"{call.Header.Operation} #{call.Number} on group '{call.Group}': the job was cancelled. The group is now faulted; start again to go on.",
            cancelled, cancelled.CancellationToken),
        RemoteException when Rank is null => PeerLostException.OfJob(call, Cause),
        _ => PeerLostException.Because(call, Rank ?? call.JobRankOf(call.Rank), Cause),
    };

    private static int[] Members(in CollectiveCall call, IReadOnlyList<int> jobRanks)
    {
        var members = new List<int>(jobRanks.Count);
        foreach (var rank in jobRanks)
            if (call.RankOf(rank) is { } member) members.Add(member);
        members.Sort();
        return [.. members];
    }
}
