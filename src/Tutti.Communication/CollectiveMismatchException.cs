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

    internal static CollectiveMismatchException Between(in CollectiveCall call, in CollectiveHeader first, int peer,
        in CollectiveHeader other) =>
        new(call, peer, $"Operation #{call.Number} on group '{call.Group}': the ranks disagree. " +
            $"Got {first} on rank 0 and {other} on rank {peer}. " +
            "Expected every rank to enter the same collective, with the same element type and count, in the same order. " +
            $"The group is now faulted; compare what the two ranks do after operation #{call.Number - 1}.");
}
