using Tutti.Communication.Transports.Messages;

namespace Tutti.Communication.Transports.Mpi;

/// <summary>
/// What one peer's messages wait for. Messages of a channel are matched in the order in which both sides start them; few are open at a
/// time, so lists are searched from the front.
/// </summary>
internal sealed class MpiPeer
{
    // MPI guarantees tags up to 32,767; tag 0 is the headers'. More payloads than these are never in flight between two ranks.
    private const int PayloadTags = 32_767;

    private readonly List<Transfer> waiting = [];
    private readonly List<MpiArrival> arrived = [];
    private uint sent;
    private uint received;

    /// <summary>
    /// The tag of the next large payload to the peer. Both sides count headers, which keep their order, so both get the same.
    /// </summary>
    internal int NextSendTag() => (int)(sent++ % PayloadTags) + 1;

    /// <summary>The tag of the next large payload from the peer.</summary>
    internal int NextReceiveTag() => (int)(received++ % PayloadTags) + 1;

    /// <summary>Whether the peer has ended its work.</summary>
    internal bool HasSaidFarewell { get; set; }

    /// <summary>Large payloads from the peer on their way into place.</summary>
    internal int PayloadsComing { get; set; }

    internal void Wait(Transfer transfer) => waiting.Add(transfer);

    internal void Keep(MpiArrival arrival) => arrived.Add(arrival);

    internal void Clear()
    {
        waiting.Clear();
        arrived.Clear();
    }

    /// <summary>The first transfer that waits for a message of the header's channel; taken out.</summary>
    internal Transfer? TakeWaiting(in MessageHeader header)
    {
        for (var index = 0; index < waiting.Count; index++)
        {
            var transfer = waiting[index];
            if (!transfer.Header.IsOfSameChannel(header)) continue;
            waiting.RemoveAt(index);
            return transfer;
        }

        return null;
    }

    /// <summary>The first message of the header's channel that has arrived; taken out.</summary>
    internal MpiArrival? TakeArrived(in MessageHeader header)
    {
        for (var index = 0; index < arrived.Count; index++)
        {
            var arrival = arrived[index];
            if (!arrival.Header.IsOfSameChannel(header)) continue;
            arrived.RemoveAt(index);
            return arrival;
        }

        return null;
    }
}
