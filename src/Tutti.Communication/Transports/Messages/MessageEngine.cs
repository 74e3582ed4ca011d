namespace Tutti.Communication.Transports.Messages;

/// <summary>Runs transfers to completion.</summary>
internal sealed class MessageEngine
{
}
