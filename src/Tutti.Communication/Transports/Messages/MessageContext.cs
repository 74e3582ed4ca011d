using Tutti.Communication.Collectives;

namespace Tutti.Communication.Transports.Messages;

/// <summary>
/// What a rank's engine knows of one group: its number on the wire, its ranks, the contracts of its last operations, and what the peers are
/// known to be in. Used under the engine's lock.
/// </summary>
internal sealed class MessageContext
{
    /// <summary>How many operations back a peer's message is still compared.</summary>
    internal const int HistoryLength = 256;

    private readonly CollectiveHeader[] history = new CollectiveHeader[HistoryLength];
    /// <summary>The number in a notice of a rank that has left the group, but not the job.</summary>
    internal const long Left = -1;

    private readonly long[] seen;
    private readonly bool[] left;
    private readonly int[] groupRanks;
    private readonly Queue<MessageHeader>?[] ahead;
    private long number;
    private int aheadCount;

    /// <param name="number">On the wire.</param>
    /// <param name="rank">This rank in the group.</param>
    /// <param name="ranks">The transport's rank for each of the group's.</param>
    /// <param name="transportSize">How many ranks the transport has.</param>
    internal MessageContext(int number, int rank, int[] ranks, int transportSize)
    {
        Number = number;
        Rank = rank;
        Ranks = ranks;
        seen = new long[ranks.Length];
        left = new bool[ranks.Length];
        ahead = new Queue<MessageHeader>?[ranks.Length];
        groupRanks = new int[transportSize];
        groupRanks.AsSpan().Fill(-1);
        for (var member = 0; member < ranks.Length; member++) groupRanks[ranks[member]] = member;
    }

    internal int Number { get; }

    internal int Rank { get; }

    internal int[] Ranks { get; }

    /// <summary>The operation that this rank is in, or was in last.</summary>
    internal long Operation => number;

    /// <summary>How much longer than the engine's timeout the group waits.</summary>
    internal TimeSpan Grace { get; set; }

    /// <summary>Since when the current operation has waited; zero: hardly at all.</summary>
    internal long WaitingSince { get; set; }

    /// <summary>The transport's rank as one of the group; −1 for others.</summary>
    internal int GroupRankOf(int transportRank) => groupRanks[transportRank];

    /// <summary>Whether a peer is known to have come as far as the current operation, not counting messages that were waited for.</summary>
    internal bool HasArrived(int member) => member == Rank || seen[member] >= number;

    /// <summary>Whether a peer has left the group.</summary>
    internal bool HasLeft(int member) => left[member];

    /// <summary>This rank enters its next operation.</summary>
    /// <returns>A peer that is known to do something else in it.</returns>
    internal Disagreement? Enter(long operation, in CollectiveHeader contract)
    {
        number = operation;
        WaitingSince = 0;
        history[operation % HistoryLength] = contract;
        if (aheadCount == 0) return null;
        Disagreement? found = null;
        for (var member = 0; member < ahead.Length; member++)
        {
            while (ahead[member] is { Count: > 0 } queue && queue.Peek().Number <= operation)
            {
                aheadCount--;
                var disagreement = Compare(member, queue.Dequeue());
                found ??= disagreement;
            }
        }

        return found;
    }

    /// <summary>A message has come that nobody waits for.</summary>
    /// <returns>A disagreement that it shows.</returns>
    internal Disagreement? Note(int transportRank, in MessageHeader header)
    {
        var member = groupRanks[transportRank];
        if (member < 0) return null;
        left[member] |= header.Number == Left;
        seen[member] = Math.Max(seen[member], header.Number);
        if (header.Number <= number) return Compare(member, header);
        (ahead[member] ??= new Queue<MessageHeader>()).Enqueue(header);
        aheadCount++;
        return null;
    }

    /// <summary>The contract of an operation that this rank has entered lately.</summary>
    internal CollectiveHeader ContractOf(long operation) => history[operation % HistoryLength];

    private Disagreement? Compare(int member, in MessageHeader header)
    {
        if (header.Number < 1 || header.Number > number || header.Number + HistoryLength <= number) return null;
        var own = ContractOf(header.Number);
        return own == header.Contract ? null : new Disagreement(header.Number, own, member, header.Number, header.Contract);
    }
}
