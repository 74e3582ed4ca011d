using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Tutti.Tensors;

namespace Tutti.Distributed.Ensembles.Remote;

/// <summary>A <see cref="SampleChunk"/> as bytes; the sizes are those of one sample.</summary>
internal static class ChunkBody
{
    private const uint Magic = 0x4B485454;   // "TTHK"
    private const string What = "Chunk";

    internal static byte[] Write(SampleChunk chunk)
    {
        var values = chunk.Values.Span;
        var rank = chunk.SampleShape.Rank;
        var body = BinaryBody.Begin(Magic, chunk.SampleShape.ToArray(), chunk.Count, sizeof(float) * (long)values.Length);
        var payload = MemoryMarshal.Cast<byte, uint>(body.AsSpan(BinaryBody.HeaderBytes(rank)));
        var bits = MemoryMarshal.Cast<float, uint>(values);
        if (BitConverter.IsLittleEndian) bits.CopyTo(payload);
        else BinaryPrimitives.ReverseEndianness(bits, payload);
        BinaryBody.Seal(body, rank);
        return body;
    }

    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Write"/> gives.</exception>
    internal static SampleChunk Read(ReadOnlySpan<byte> body)
    {
        var (_, sizes) = BinaryBody.Open(What, Magic, body, Shape.MaximumRank, sizeof(float));
        var bits = MemoryMarshal.Cast<byte, uint>(body[BinaryBody.HeaderBytes(sizes.Length)..]);
        var values = new float[bits.Length];
        var target = MemoryMarshal.Cast<float, uint>(values.AsSpan());
        if (BitConverter.IsLittleEndian) bits.CopyTo(target);
        else BinaryPrimitives.ReverseEndianness(bits, target);
        return new SampleChunk(Shape.Create(sizes), values);
    }
}
