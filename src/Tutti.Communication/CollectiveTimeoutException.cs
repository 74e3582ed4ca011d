using Tutti.Communication.Collectives;

namespace Tutti.Communication;

/// <summary>A rank did not enter a collective within the group's timeout. The message names every rank that was missing.</summary>
public sealed class CollectiveTimeoutException : CommunicationException
{
    internal CollectiveTimeoutException(in CollectiveCall call, IReadOnlyList<int> missingRanks, string message, Exception? inner = null)
        : base(message, call, missingRanks.Count == 0 ? null : missingRanks[0], inner)
    {
        MissingRanks = missingRanks;
        MissingJobRanks = call.JobRanks is null ? missingRanks : [.. missingRanks.Select(call.JobRankOf)];
    }

    /// <summary>
    /// The ranks that had not arrived, ascending. Empty only where another group of the job waited, for ranks that are not in this one.
    /// </summary>
    public IReadOnlyList<int> MissingRanks { get; }

    /// <summary>The same in the job's numbering.</summary>
    internal IReadOnlyList<int> MissingJobRanks { get; }

    internal static CollectiveTimeoutException Of(in CollectiveCall call, IReadOnlyList<int> missingRanks) =>
        new(call, missingRanks,
            $"{call.Header.Operation} #{call.Number} on group '{call.Group}': rank {call.Rank} of {call.Size} heard nothing from " +
            $"{Ranks(missingRanks)} for {call.Elapsed}. Expected every rank to enter the operation within the timeout. The group is now faulted; " +
            "see what the missing ranks were doing, or raise the timeout if they were only slow.");

    private static string Ranks(IReadOnlyList<int> ranks) => (ranks.Count == 1 ? "rank " : "ranks ") + string.Join(", ", ranks);
}
