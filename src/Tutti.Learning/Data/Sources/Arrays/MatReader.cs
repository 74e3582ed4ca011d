using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Tutti.Learning.Data.Sources.Arrays;

/// <summary>Reads one level-5 MAT-file: the header, then one matrix element a variable, each perhaps compressed.</summary>
internal sealed class MatReader(FileStream file, string path)
{
    private const int HeaderBytes = 128, TagBytes = 8;

    // Deflate codes at most 258 bytes in two bits, hence 1032 in a byte; what declares more lies.
    private const long MostExpansion = 1032, ExpansionSlack = 1024;

    private bool isBigEndian;

    public List<MatVariable> ReadAll(IReadOnlyCollection<string>? names)
    {
        var variables = new List<MatVariable>();
        Walk(matrix =>
        {
            matrix.ReadHead();
            var isWanted = names is null || names.Contains(matrix.Name);
            if (isWanted) variables.Add(matrix.ReadVariable());
            return isWanted;
        });
        return variables;
    }

    public List<string> ReadNames()
    {
        var names = new List<string>();
        Walk(matrix =>
        {
            matrix.ReadHead();
            names.Add(matrix.Name);
            return false;
        });
        return names;
    }

    // The visitor says whether it read the variable to its end.
    private void Walk(Func<MatMatrixReader, bool> visit)
    {
        ReadHeader();
        while (file.Position < file.Length)
        {
            var start = file.Position;
            var (type, length) = ReadTag(file, start);
            if (length > file.Length - file.Position)
                throw new InvalidDataException(
                    $"MatFile: '{path}' is truncated. Got {file.Length} bytes. Expected at least {file.Position + length} for the " +
                    $"element at byte {start}. Get the file again.");
            var next = file.Position + length;
            if (type == MatTypes.Compressed) VisitCompressed(visit, start, length);
            else if (type == MatTypes.Matrix) visit(new MatMatrixReader(file, length, isBigEndian, path, start));
            else throw NoMatrix(type, start);
            file.Position = next;
        }
    }

    private void VisitCompressed(Func<MatMatrixReader, bool> visit, long start, long packedLength)
    {
        // Unpacking stops where the element ends: the zlib stream says so itself, and reads ahead are undone by the caller.
        using var unpacked = new ZLibStream(file, CompressionMode.Decompress, leaveOpen: true);
        try
        {
            var (type, length) = ReadTag(unpacked, start);
            if (type != MatTypes.Matrix) throw NoMatrix(type, start);
            if (length > MostExpansion * packedLength + ExpansionSlack)
                throw new InvalidDataException(
                    $"MatFile: the element at byte {start} of '{path}' declares an impossible size. Got {length} bytes from " +
                    $"{packedLength} packed ones. Expected at most {MostExpansion} times as many. The file is damaged or malicious.");
            if (visit(new MatMatrixReader(unpacked, length, isBigEndian, path, start))) CheckEnd(unpacked, start);
        }
        catch (Exception cause) when (PackedFile.IsDamage(cause) && !cause.Message.StartsWith("MatFile:", StringComparison.Ordinal))
        {
            throw new InvalidDataException(
                $"MatFile: the compression of the element at byte {start} of '{path}' is damaged. Got: {cause.Message} " +
                "Expected a whole zlib stream. Get the file again.", cause);
        }
    }

    // Reading on to the end makes the runtime compare the checksum there; before it only padding may be left.
    private void CheckEnd(Stream unpacked, long start)
    {
        Span<byte> rest = stackalloc byte[TagBytes];
        if (unpacked.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false) == rest.Length)
            throw new InvalidDataException(
                $"MatFile: the element at byte {start} of '{path}' unpacks to more than its variable. Got {rest.Length} more bytes or " +
                "more. Expected none but padding. Get the file again.");
    }

    private void ReadHeader()
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        var read = file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        var start = header[..read];
        if (start.StartsWith("MATLAB 7.3"u8) || start is [0x89, (byte)'H', (byte)'D', (byte)'F', ..])
            throw IsHdf5(start[..Math.Min(10, read)]);
        if (read >= 4 && start[..4].Contains((byte)0))
            throw new InvalidDataException(
                $"MatFile: '{path}' is no MAT-file of level 5. Got a zero among its first four bytes, as level 4 has it. " +
                "Expected a text. Save it again in MATLAB with save(…, '-v7').");
        isBigEndian = read == HeaderBytes && header[126..].SequenceEqual("MI"u8);
        if (!isBigEndian && !(read == HeaderBytes && header[126..].SequenceEqual("IM"u8)))
            throw new InvalidDataException(
                $"MatFile: '{path}' is no MAT-file of level 5. Got {read} bytes of header without the mark 'MI' or 'IM' at byte 126. " +
                "Check that this is the right file.");
        var version = isBigEndian
            ? BinaryPrimitives.ReadUInt16BigEndian(header[124..])
            : BinaryPrimitives.ReadUInt16LittleEndian(header[124..]);
        if (version == 0x0200) throw IsHdf5(start[..10]);
        if (version != 0x0100)
            throw new InvalidDataException(
                $"MatFile: '{path}' has another version. Got 0x{version:X4}. Expected 0x0100, level 5. Save it again in MATLAB with " +
                "save(…, '-v7').");
    }

    private InvalidDataException IsHdf5(ReadOnlySpan<byte> start) => new(
        $"MatFile: '{path}' is a MAT-file of version 7.3, which is HDF5. Got '{Encoding.ASCII.GetString(start)}'. " +
        "Expected level 5. Save it again in MATLAB with save(…, '-v7').");

    private (int Type, long Length) ReadTag(Stream stream, long start)
    {
        Span<byte> tag = stackalloc byte[TagBytes];
        if (stream.ReadAtLeast(tag, TagBytes, throwOnEndOfStream: false) < TagBytes)
            throw new InvalidDataException(
                $"MatFile: '{path}' is truncated in the tag of the element at byte {start}. Get the file again.");
        return isBigEndian
            ? (BinaryPrimitives.ReadInt32BigEndian(tag), BinaryPrimitives.ReadUInt32BigEndian(tag[4..]))
            : (BinaryPrimitives.ReadInt32LittleEndian(tag), BinaryPrimitives.ReadUInt32LittleEndian(tag[4..]));
    }

    private InvalidDataException NoMatrix(int type, long start) => new(
        $"MatFile: the element at byte {start} of '{path}' is no variable. Got the type {type}. Expected {MatTypes.Matrix} or " +
        $"{MatTypes.Compressed}. Get the file again.");
}
