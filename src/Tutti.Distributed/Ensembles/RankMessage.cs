using System.Buffers.Binary;

namespace Tutti.Distributed.Ensembles;

/// <summary>What ranks of an ensemble tell each other: what it is, the number of the question, and what belongs to it.</summary>
internal readonly record struct RankMessage(RankMessageKind Kind, long Number, ReadOnlyMemory<byte> Body)
{
    private const int HeaderBytes = 1 + sizeof(long);

    public static byte[] Write(RankMessageKind kind, long number, ReadOnlySpan<byte> body)
    {
        var letter = new byte[HeaderBytes + body.Length];
        letter[0] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(letter.AsSpan(1), number);
        body.CopyTo(letter.AsSpan(HeaderBytes));
        return letter;
    }

    public static RankMessage Read(byte[] letter) => letter.Length >= HeaderBytes && Enum.IsDefined((RankMessageKind)letter[0])
        ? new((RankMessageKind)letter[0], BinaryPrimitives.ReadInt64LittleEndian(letter.AsSpan(1)), letter.AsMemory(HeaderBytes))
        : throw new InvalidDataException(
            $"RankNodes: what came is no message of an ensemble. Got {letter.Length} bytes. Expected the same version of Tutti on every rank.");
}
