namespace Tutti.Communication.Transports.Messages;

/// <summary>What a message is for; the numbers travel.</summary>
internal enum MessageKind : byte
{
    Collective = 1,
    PointToPoint = 2,

    /// <summary>The sender has ended its work, without an error. Sent by the transport itself when it is disposed.</summary>
    Farewell = 3,

    /// <summary>
    /// The sender has waited for some time in the operation that the header tells of. No transfer ever waits for a notice, and it has no
    /// payload: it only reaches <see cref="MessageTransport.Unexpected"/>, so that ranks that wait for each other in different operations
    /// learn that they do.
    /// </summary>
    Notice = 4,
}
