using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tutti.Distributed.Ensembles.Remote;

/// <summary>
/// How numbers travel, all little-endian: magic (4 bytes), protocol version (2), rank (2), count (4), sizes (4 each), SHA-256 of all before
/// and after it (32), then the numbers. Nothing may follow.
/// </summary>
internal static class BinaryBody
{
    private const int FixedBytes = 12, DigestBytes = SHA256.HashSizeInBytes;

    internal static int HeaderBytes(int rank) => FixedBytes + 4 * rank + DigestBytes;

    /// <summary>A body with its header but for the digest; <see cref="Seal"/> follows once the numbers are written after it.</summary>
    internal static byte[] Begin(uint magic, ReadOnlySpan<int> sizes, int count, long payloadBytes)
    {
        var body = new byte[checked(HeaderBytes(sizes.Length) + payloadBytes)];
        BinaryPrimitives.WriteUInt32LittleEndian(body, magic);
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(4), RemoteProtocol.Version);
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(6), (ushort)sizes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(8), count);
        for (var i = 0; i < sizes.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(FixedBytes + 4 * i), sizes[i]);
        return body;
    }

    internal static void Seal(Span<byte> body, int rank)
    {
        var header = HeaderBytes(rank);
        Digest(body, header, body[(header - DigestBytes)..header]);
    }

    /// <summary>Checks a body and gives what its header says. Allocates no more than the sizes, whatever the header claims.</summary>
    /// <exception cref="InvalidDataException">It is not a whole, unchanged body of this kind.</exception>
    internal static (int Count, int[] Sizes) Open(string what, uint magic, ReadOnlySpan<byte> body, int maxRank, int elementBytes)
    {
        if (body.Length < FixedBytes) throw Wrong(what, "it is too short", $"{body.Length} bytes", $"at least {HeaderBytes(0)}");
        if (BinaryPrimitives.ReadUInt32LittleEndian(body) != magic) throw Wrong(what, "it is of another kind", "other first " +
            "bytes", $"a {what}");
        var version = BinaryPrimitives.ReadUInt16LittleEndian(body[4..]);
        if (version != RemoteProtocol.Version)
            throw Wrong(what, "it is of another version of the protocol", $"{version}", $"{RemoteProtocol.Version}");
        int rank = BinaryPrimitives.ReadUInt16LittleEndian(body[6..]), count = BinaryPrimitives.ReadInt32LittleEndian(body[8..]);
        if (rank > maxRank || count < 1) throw Wrong(what, "its header does not fit", $"rank {rank}, count {count}", $"a rank of at " +
            $"most {maxRank}, at least one");
        if (body.Length < HeaderBytes(rank)) throw Wrong(what, "it ends within its header", $"{body.Length} bytes", $"{HeaderBytes(rank)}");
        var sizes = new int[rank];
        double bytes = (double)elementBytes * count;
        for (var i = 0; i < rank; i++)
        {
            sizes[i] = BinaryPrimitives.ReadInt32LittleEndian(body[(FixedBytes + 4 * i)..]);
            if (sizes[i] < 1) throw Wrong(what, "a size is not positive", $"{sizes[i]}", "at least 1");
            bytes *= sizes[i];
        }
        if (bytes != body.Length - HeaderBytes(rank))
            throw Wrong(what, "its length differs from what its header says", $"{body.Length - HeaderBytes(rank)} bytes of " +
                $"numbers", $"{bytes:F0}");
        Span<byte> digest = stackalloc byte[DigestBytes];
        Digest(body, HeaderBytes(rank), digest);
        if (!digest.SequenceEqual(body.Slice(HeaderBytes(rank) - DigestBytes, DigestBytes)))
            throw Wrong(what, "it was changed on its way", "another SHA-256 than its header says", "the same");
        return (count, sizes);
    }

    private static void Digest(ReadOnlySpan<byte> body, int header, Span<byte> digest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(body[..(header - DigestBytes)]);
        hash.AppendData(body[header..]);
        hash.GetHashAndReset(digest);
    }

    private static InvalidDataException Wrong(string what, string problem, string got, string expected) =>
        new($"{what}: {problem}. Got {got}. Expected {expected}.");
}
