using System.Buffers;

namespace Tutti.Communication.Transports.Messages;

/// <summary>
/// A message that came before anything waited for it, in pooled memory; perhaps still on its way in. Used again for the next one, whose
/// payload goes to the same memory if it is large enough.
/// </summary>
internal sealed class Arrival
{
    /// <summary>What one takes beside its payload, so that a flood of empty messages is bounded too.</summary>
    internal const int Overhead = 256;

    internal MessageHeader Header { get; private set; }

    /// <summary>At least as long as the payload.</summary>
    internal byte[] Payload { get; private set; } = [];

    /// <summary>How many bytes are there.</summary>
    internal long Received { get; set; }

    internal long Cost => Header.PayloadBytes + Overhead;

    internal bool IsComplete => Received == Header.PayloadBytes;

    internal void Take(in MessageHeader header)
    {
        Header = header;
        Received = 0;
        if (Payload.Length >= header.PayloadBytes) return;
        Release();
        Payload = ArrayPool<byte>.Shared.Rent((int)header.PayloadBytes);
    }

    internal void Release()
    {
        if (Payload.Length > 0) ArrayPool<byte>.Shared.Return(Payload);
        Payload = [];
    }
}
