using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tutti.Learning.Data.Sources;

/// <summary>Reads one IDX file from front to end, hashing its unpacked content on the way.</summary>
internal sealed class IdxReader : IDisposable
{
    private const int FirstChunkBytes = 1 << 20;

    private readonly string path;
    private readonly Stream content;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long position;

    public IdxReader(string path)
    {
        this.path = path;
        content = PackedFile.OpenUnpacked(path);
    }

    /// <summary>Reads the magic number and the first size, the count.</summary>
    public int ReadHeader(int magic, string what)
    {
        var found = ReadInt32("magic number");
        if (found != magic)
            throw new InvalidDataException(
                $"IdxFile: '{path}' is no IDX file of {what}. Got magic number {found} (0x{found:X8}). " +
                $"Expected {magic} (0x{magic:X8}){Hint(found)}");
        return ReadSize("count");
    }

    public int ReadSize(string what)
    {
        var size = ReadInt32(what);
        if (size >= 0) return size;
        throw new InvalidDataException(
            $"IdxFile: the {what} in '{path}' is negative. Got {size}. Expected at least 0. " +
            "Get the file again.");
    }

    /// <summary>Reads all that is left, which must be <c>items · itemBytes</c> bytes.</summary>
    public byte[] ReadRest(long items, int itemBytes)
    {
        var expected = checked((Int128)items * itemBytes);
        if (expected > Array.MaxLength)
            throw new InvalidDataException(
                $"IdxFile: '{path}' is too large. Got a header for {expected} bytes. Expected at most {Array.MaxLength}. " +
                "Check that the file is whole.");
        var headerBytes = position;
        var bytes = ReadGrowing((int)expected);
        if (bytes.Length < expected)
            throw new InvalidDataException(
                $"IdxFile: '{path}' is truncated. Got {position} bytes. Expected {headerBytes + expected}, as its header says. " +
                "Get the file again.");
        Span<byte> more = stackalloc byte[1];
        if (Read(more) > 0)
            throw new InvalidDataException(
                $"IdxFile: '{path}' has trailing bytes. Got more than {headerBytes + expected} bytes. " +
                "Expected exactly as many, as its header says. " +
                "Get the file again.");
        return bytes;
    }

    public void CheckDigest(string? expected)
    {
        if (expected is null) return;
        var found = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (found != expected)
            throw new InvalidDataException(
                $"IdxFile: checksum mismatch in '{path}'. Got SHA-256 {found} of the unpacked content. Expected {expected}. " +
                "Delete the file and get it again, or give the folder's path instead of the data set's name to use it as it is.");
    }

    public void Dispose()
    {
        content.Dispose();
        hash.Dispose();
    }

    private static string Hint(int found) => found switch
    {
        0x0801 => ": this is a file of labels.",
        0x0803 => ": this is a file of images.",
        _ => ". Check that this is the right file.",
    };

    private int ReadInt32(string what)
    {
        Span<byte> bytes = stackalloc byte[4];
        var read = Read(bytes);
        if (read < 4)
            throw new InvalidDataException(
                $"IdxFile: '{path}' is truncated in its header ({what}). Got {position} bytes. " +
                $"Expected at least {position - read + 4}. Get the file again.");
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }

    // Doubles the array only when it is full, so that a header that lies costs no more memory than the file has content.
    private byte[] ReadGrowing(int length)
    {
        var bytes = new byte[Math.Min(length, FirstChunkBytes)];
        var filled = 0;
        while (true)
        {
            filled += Read(bytes.AsSpan(filled));
            if (filled < bytes.Length) return bytes[..filled];
            if (filled == length) return bytes;
            Array.Resize(ref bytes, (int)Math.Min(length, 2L * bytes.Length));
        }
    }

    private int Read(Span<byte> buffer)
    {
        try
        {
            var read = content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            hash.AppendData(buffer[..read]);
            position += read;
            return read;
        }
        catch (Exception cause) when (PackedFile.IsDamage(cause))
        {
            throw new InvalidDataException(
                $"IdxFile: the gzip compression of '{path}' is damaged after {position} bytes or later. Got: {cause.Message} " +
                "Expected a whole .gz file. Get the file again.", cause);
        }
    }
}
