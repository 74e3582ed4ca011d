using Tutti.Communication.Collectives;

namespace Tutti.Communication;

/// <summary>A fault between ranks. The group is faulted for good; what failed, where and why is in the message and the
/// properties.</summary>
public abstract class CommunicationException : Exception
{
    private protected CommunicationException(string message, in CollectiveCall call, int? peer, Exception? inner) : base(message, inner)
    {
        Call = call;
        Group = call.Group;
        Rank = call.Rank;
        OperationNumber = call.Number;
        Operation = call.Header.Operation.ToString();
        Elapsed = call.Elapsed;
        Peer = peer;
        JobPeer = peer is { } rank ? call.JobRankOf(rank) : null;
    }

    /// <summary>All of the call, for those who tell other processes.</summary>
    internal CollectiveCall Call { get; }

    /// <summary>The group's name.</summary>
    public string Group { get; }

    /// <summary>The rank on which this was thrown.</summary>
    public int Rank { get; }

    /// <summary>The collective in which this was thrown, counted from 1 on every rank.</summary>
    public long OperationNumber { get; }

    /// <summary>That collective's name, for instance <c>AllGather</c>.</summary>
    public string Operation { get; }

    /// <summary>The other rank concerned: the one lost, late or in disagreement. Null if that rank is not in <see cref="Group"/>; the
    /// message names it.</summary>
    public int? Peer { get; }

    /// <summary>The same in the job's numbering.</summary>
    internal int? JobPeer { get; }

    /// <summary>How long this rank had been in the collective, as far as it waited longer than the few microseconds of spinning.</summary>
    public TimeSpan Elapsed { get; }
}
