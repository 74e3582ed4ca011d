namespace Tutti.Communication.Transports.Messages;

/// <summary>
/// One message on its way from or into pinned memory; reused. Messages of one channel (peer, kind, context, and for point to point the
/// number, which is the tag) are matched in the order in which both sides start them.
/// </summary>
internal sealed class Transfer
{
    /// <summary>The other rank, in the transport's numbering.</summary>
    internal int Peer { get; set; }

    /// <summary>Whether it is received.</summary>
    internal bool IsIncoming { get; set; }

    /// <summary>Sent: what goes first. Received: what is expected.</summary>
    internal MessageHeader Header { get; set; }

    /// <summary>Where <see cref="MessageHeader.PayloadBytes"/> bytes are, or go; pinned until the transfer is done.</summary>
    internal nint Address { get; set; }

    /// <summary>What keeps the memory, pinned, where no caller does that while it waits.</summary>
    internal object? Memory { get; init; }

    /// <summary>Whether the memory is the caller's again. A send may be done before the receiver has it.</summary>
    internal bool IsDone { get; set; }

    /// <summary>Received: what came instead of what was expected, once it has; nothing is written to the address then.</summary>
    internal MessageHeader? Disagreement { get; set; }

    /// <summary>For the transport's own use.</summary>
    internal long Moved { get; set; }
}
