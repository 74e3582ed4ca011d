using System.Buffers.Binary;
using System.Numerics;
using Tutti.Communication.Collectives;

namespace Tutti.Communication.Transports.Messages;

/// <summary>
/// Headers as bytes; the layout is in docs/COMMUNICATION.md. The checksum is CRC-32C (Castagnoli), for which processors have an
/// instruction: about 5 ns a header. It is looked at before any other field is believed.
/// </summary>
internal static class HeaderCodec
{
    private const uint Magic = 0x31545554; // "TUT1"
    private const int ChecksumOffset = MessageHeader.Bytes - sizeof(uint);

    /// <summary>Writes 64 bytes.</summary>
    internal static void Write(in MessageHeader header, Span<byte> bytes)
    {
        bytes = bytes[..MessageHeader.Bytes];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        bytes[4] = (byte)header.Kind;
        bytes[5] = (byte)header.Contract.Operation;
        bytes[6] = (byte)header.Contract.Element;
        bytes[7] = (byte)header.Contract.Reduction;
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], header.Context);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], header.Piece);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], header.Number);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], header.Contract.Count);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], header.Contract.Detail);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[40..], header.Contract.Digest);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[48..], header.PayloadBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[56..], header.Generation);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ChecksumOffset..], ChecksumOf(bytes));
    }

    /// <summary>Reads 64 bytes. What is not <see cref="HeaderProblem.None"/> leaves a header that must not be used.</summary>
    internal static HeaderProblem Read(ReadOnlySpan<byte> bytes, uint generation, out MessageHeader header)
    {
        bytes = bytes[..MessageHeader.Bytes];
        header = default;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic) return HeaderProblem.Magic;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]) != ChecksumOf(bytes)) return HeaderProblem.Checksum;
        header = Decode(bytes);
        return ProblemOf(header, generation);
    }

    private static MessageHeader Decode(ReadOnlySpan<byte> bytes) => new(
        (MessageKind)bytes[4],
        BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
        BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
        new CollectiveHeader(
            (CollectiveOperation)bytes[5],
            (ElementKind)bytes[6],
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[40..]),
            (ReductionKind)bytes[7]),
        BinaryPrimitives.ReadInt64LittleEndian(bytes[48..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[56..]));

    private static HeaderProblem ProblemOf(in MessageHeader header, uint generation)
    {
        if (header.Kind is < MessageKind.Collective or > MessageKind.Notice) return HeaderProblem.Kind;
        var contract = header.Contract;
        if (contract.Operation > CollectiveOperation.Send || contract.Element > ElementKind.ULong
            || contract.Reduction > ReductionKind.Custom)
            return HeaderProblem.Contract;
        var carries = header.Kind is MessageKind.Collective or MessageKind.PointToPoint;
        if (header.PayloadBytes < 0 || header.PayloadBytes > (carries ? MessageHeader.MostPayloadBytes : 0)) return HeaderProblem.Length;
        return header.Generation == generation ? HeaderProblem.None : HeaderProblem.Generation;
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        var offset = 0;
        for (; offset + sizeof(ulong) <= ChecksumOffset; offset += sizeof(ulong))
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]));
        return ~BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]));
    }
}
