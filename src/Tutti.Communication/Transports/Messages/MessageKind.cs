namespace Tutti.Communication.Transports.Messages;

/// <summary>What a message is for; the numbers travel.</summary>
internal enum MessageKind : byte
{
    Collective = 1,
    PointToPoint = 2,

    /// <summary>The sender has ended its work, without an error.</summary>
    Farewell = 3,
}
