using Tutti.Communication.Collectives;
using Tutti.Communication.Faults;

namespace Tutti.Communication.Transports.Messages;

/// <summary>From what ended a wait to what every rank throws.</summary>
internal static class EngineFaults
{
    /// <summary>
    /// Faults the job, unless it is faulted already, and gives up all messages. The board may know better what happened first, and may take
    /// a moment to say so.
    /// </summary>
    /// <param name="engine">Whose wait ended.</param>
    /// <param name="context">The group.</param>
    /// <param name="batch">What was waited for.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="call">What errors tell.</param>
    /// <param name="told">From the group's ranks to those that errors tell.</param>
    /// <returns>What to throw.</returns>
    internal static Exception Settle(
        MessageEngine engine, MessageContext context, TransferBatch batch, in EngineOutcome outcome, CollectiveCall call,
        Converter<int, int> told)
    {
        call = call with { Elapsed = engine.WaitedIn(context) };
        var standing = engine.Faults.Current;
        var own = standing is null ? CauseOf(context, batch, outcome, call, told) : null;
        if (own is not null)
        {
            var candidate = new GroupFault(call.JobRankOf(call.Rank), own);
            standing = engine.Faults.Raise(candidate);
            if (!ReferenceEquals(standing, candidate)) own = null;
        }

        engine.Abandon();
        return own ?? standing!.SeenFrom(call);
    }

    private static CommunicationException CauseOf(
        MessageContext context, TransferBatch batch, in EngineOutcome outcome, in CollectiveCall call, Converter<int, int> told) =>
        outcome.Ending switch
        {
            EngineEnding.Disagreed => Mismatch(outcome.Disagreement!, told(outcome.Disagreement!.Peer), call),
            EngineEnding.TimedOut => CollectiveTimeoutException.Of(call, Array.ConvertAll(batch.Missing(), told)),
            EngineEnding.Departed => PeerLostException.Departed(call, JobRankOf(context, call, outcome.Peer, told)),
            _ => PeerLostException.Unreachable(call, JobRankOf(context, call, outcome.Peer, told), outcome.Cause!),
        };

    private static CollectiveMismatchException Mismatch(Disagreement found, int peer, in CollectiveCall call)
    {
        if (found.Own.Operation == CollectiveOperation.Send)
            return CollectiveMismatchException.Between(call, peer, found.Own, found.Others);
        var at = call with { Number = found.Number, Header = found.Own };
        return peer > call.Rank
            ? CollectiveMismatchException.Between(at, call.Rank, found.Own, peer, found.Others, found.OthersNumber)
            : CollectiveMismatchException.Between(
                at with { Number = found.OthersNumber }, peer, found.Others, call.Rank, found.Own, found.Number);
    }

    // A link may break to a rank that is not of this group; groups that share an engine share its numbers, which are the job's.
    private static int JobRankOf(MessageContext context, in CollectiveCall call, int transportRank, Converter<int, int> told) =>
        context.GroupRankOf(transportRank) is var member and >= 0 ? call.JobRankOf(told(member)) : transportRank;
}
