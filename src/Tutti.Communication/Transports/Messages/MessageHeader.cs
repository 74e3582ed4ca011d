using Tutti.Communication.Collectives;

namespace Tutti.Communication.Transports.Messages;

/// <summary>What goes before every message; its 64 bytes are laid out in docs/COMMUNICATION.md.</summary>
/// <param name="Kind">What the message is for.</param>
/// <param name="Context">Which group.</param>
/// <param name="Number">The operation's number; point to point, the tag.</param>
/// <param name="Piece">Which message of the operation; point to point, zero.</param>
/// <param name="Contract">What the sender is doing.</param>
/// <param name="PayloadBytes">0 … <see cref="MostPayloadBytes"/>.</param>
/// <param name="Generation">Of the membership.</param>
internal readonly record struct MessageHeader(
    MessageKind Kind, int Context, long Number, int Piece, CollectiveHeader Contract, long PayloadBytes, uint Generation = 0)
{
    internal const int Bytes = 64;

    /// <summary>Larger data travel in several messages.</summary>
    internal const long MostPayloadBytes = 1L << 30;

    /// <summary>Whether a message with this header belongs to the channel of a transfer with the other.</summary>
    internal bool IsOfSameChannel(in MessageHeader other) =>
        Kind == other.Kind && Context == other.Context && (Kind != MessageKind.PointToPoint || Number == other.Number);
}
