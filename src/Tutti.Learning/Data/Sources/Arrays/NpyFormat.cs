using System.Buffers.Binary;
using System.Text;
using Tutti.Tensors;

namespace Tutti.Learning.Data.Sources.Arrays;

/// <summary>The bytes of one <c>.npy</c> file, alone or inside an <c>.npz</c> file.</summary>
internal static class NpyFormat
{
    private const int LongestHeader = 1 << 16, PrefixBytes = 8, Alignment = 64;

    /// <summary>Reads an array that must fill the stream.</summary>
    /// <param name="content">The stream, at its start.</param>
    /// <param name="length">How many bytes it claims to hold.</param>
    /// <param name="where">The file, in words, for messages.</param>
    public static NumericArray Read(Stream content, long length, string where)
    {
        var text = ReadHeaderText(content, where, out var headerBytes);
        var header = NpyHeader.Parse(text, where);
        var expected = headerBytes + (long)header.Shape.ElementCount * RawNumbers.SizeOf(header.Type);
        if (length != expected)
            throw new InvalidDataException(
                $"NpyFile: {where} is {(length < expected ? "truncated" : "too long")}. Got {length} bytes. " +
                $"Expected {expected} for {header.Type} {header.Shape}. Get the file again.");
        return RawNumbers.Read(content, header.Type, header.Shape, header.IsBigEndian, header.IsFortranOrder)
            ?? throw new InvalidDataException(
                $"NpyFile: {where} is truncated. Got fewer bytes than it claims to hold. Expected {expected}. Get the file again.");
    }

    /// <summary>Writes an array.</summary>
    public static void Write(Stream content, NumericArray array)
    {
        var text = NpyHeader.Format(array.Type, array.Shape);
        // The data begins at a multiple of 64, as NumPy has it, so that a mapped file has aligned elements.
        const int before = PrefixBytes + sizeof(ushort);
        var length = (before + text.Length + 1 + Alignment - 1) / Alignment * Alignment - before;
        Span<byte> prefix = [0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8)];
        content.Write(prefix);
        content.Write(Encoding.ASCII.GetBytes(text.PadRight(length - 1) + "\n"));
        RawNumbers.Write(content, array, isColumnMajor: false);
    }

    private static string ReadHeaderText(Stream content, string where, out int headerBytes)
    {
        Span<byte> prefix = stackalloc byte[PrefixBytes + sizeof(uint)];
        ReadPart(content, prefix[..PrefixBytes], where);
        if (prefix[0] != 0x93 || !prefix[1..6].SequenceEqual("NUMPY"u8))
            throw new InvalidDataException(
                $"NpyFile: {where} is no .npy file. Got it beginning with {Convert.ToHexString(prefix[..6])}. Expected 934E554D5059. " +
                "Check that this is the right file.");
        var version = prefix[6];
        if (version is < 1 or > 3)
            throw new InvalidDataException(
                $"NpyFile: {where} has an unknown version. Got {version}.{prefix[7]}. Expected 1, 2 or 3. Save it again with numpy.save.");
        var lengthBytes = version == 1 ? sizeof(ushort) : sizeof(uint);
        var lengthField = prefix.Slice(PrefixBytes, lengthBytes);
        ReadPart(content, lengthField, where);
        var length = version == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(lengthField)
            : BinaryPrimitives.ReadUInt32LittleEndian(lengthField);
        if (length > LongestHeader)
            throw new InvalidDataException(
                $"NpyFile: the header of {where} is too long. Got a length of {length}. Expected at most {LongestHeader}. " +
                "Check that this is an array of numbers.");
        var text = new byte[length];
        ReadPart(content, text, where);
        headerBytes = PrefixBytes + lengthBytes + (int)length;
        return version == 3 ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text);
    }

    private static void ReadPart(Stream content, Span<byte> part, string where)
    {
        if (content.ReadAtLeast(part, part.Length, throwOnEndOfStream: false) < part.Length)
            throw new InvalidDataException($"NpyFile: {where} is truncated in its header. Expected a whole .npy file. Get the file again.");
    }
}
