using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tutti.Learning.Checkpoints;

/// <summary>
/// A SHA-256 over named tensors: two models have the same digest exactly if they have the same names, types, shapes and bits, in the same
/// order.
/// </summary>
/// <remarks>
/// Hashed are, for each entry: the length of its name in UTF-8 (4 bytes), the name, its type as safetensors writes it (such
/// as <c>F32</c>), the number of dimensions (4 bytes), each dimension (8 bytes), then the row-major data. All numbers are
/// little-endian.
/// </remarks>
public static class WeightsDigest
{
    /// <summary>Computes the digest of entries.</summary>
    /// <param name="entries">Names, types and shapes.</param>
    /// <param name="data">Their data.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    /// <exception cref="ArgumentException">An entry's data has another length than its type and shape say.</exception>
    public static string Of(IReadOnlyList<SafetensorsEntry> entries, SafetensorsData data)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(data);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var index = 0; index < entries.Count; index++)
        {
            var entry = entries[index];
            AppendHeader(hash, entry);
            var bytes = data(index);
            if (bytes.Length != entry.ByteCount)
                throw new ArgumentException(
                    $"WeightsDigest: the data of {entry} does not fit. Got {bytes.Length} bytes. " +
                    $"Expected {entry.ByteCount}.", nameof(data));
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Computes the digest of a file's entries, in the order in which the file lists them.</summary>
    /// <param name="file">The file.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Of(SafetensorsFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var buffer = new byte[file.Entries.Select(entry => entry.ByteCount).DefaultIfEmpty().Max()];
        return Of(file.Entries, index =>
        {
            var bytes = buffer.AsSpan(0, (int)file.Entries[index].ByteCount);
            file.Read(file.Entries[index].Name, bytes);
            return bytes;
        });
    }

    private static void AppendHeader(IncrementalHash hash, SafetensorsEntry entry)
    {
        var name = Encoding.UTF8.GetBytes(entry.Name);
        AppendInt32(hash, name.Length);
        hash.AppendData(name);
        hash.AppendData(Encoding.ASCII.GetBytes(entry.TypeCode));
        AppendInt32(hash, entry.Shape.Rank);
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        foreach (var dimension in entry.Shape)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, dimension);
            hash.AppendData(bytes);
        }
    }

    private static void AppendInt32(IncrementalHash hash, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }
}
