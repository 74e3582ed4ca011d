namespace Tutti.Communication.Transports.Messages;

/// <summary>The link to a peer is of no use any more.</summary>
/// <param name="peer">Which rank, in the transport's numbering.</param>
/// <param name="message">What happened.</param>
/// <param name="inner">What it comes from.</param>
internal sealed class LinkException(int peer, string message, Exception? inner = null) : Exception(message, inner)
{
    internal int Peer { get; } = peer;
}
