namespace Tutti.Communication.Transports.Messages;

/// <summary>What of a link is worth being woken for.</summary>
[Flags]
internal enum LinkInterest
{
    None = 0,
    Receive = 1,
    Send = 2,
}
