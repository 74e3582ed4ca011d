using Tutti.Communication.Collectives;

namespace Tutti.Communication;

/// <summary>Ranks disagree on the collective, its element type, its count or its order. Every rank throws it; the message names both
/// sides.</summary>
public sealed class CollectiveMismatchException : CommunicationException
{
    internal CollectiveMismatchException(in CollectiveCall call, int? peer, string message, Exception? inner = null)
        : base(message, call, peer, inner)
    {
    }

    internal static CollectiveMismatchException Between(
        in CollectiveCall call, int rank, in CollectiveHeader first, int peer, in CollectiveHeader other, long? othersNumber = null) =>
        new(call, peer, $"Operation #{call.Number} on group '{call.Group}': the ranks disagree. " +
            $"Got {first} on rank {rank} and {other}{Numbered(call.Number, othersNumber)} on rank {peer}. " +
            "Expected every rank to enter the same collective, with the same element type and count, in the same order. " +
            $"The group is now faulted; compare what the two ranks do after operation #{call.Number - 1}.");

    internal static CollectiveMismatchException Between(in CollectiveCall call, int peer, in CollectiveHeader expected, in CollectiveHeader sent) =>
        new(call, peer, $"Receive on group '{call.Group}': the ranks disagree. Got {expected} expected by rank {call.Rank} and {sent} sent by rank {peer}. " +
            "Expected both to name the same element type and count. The group is now faulted; compare the two calls.");

    private static string Numbered(long number, long? others) => others is null || others == number ? "" : $" (its operation #{others})";
}
