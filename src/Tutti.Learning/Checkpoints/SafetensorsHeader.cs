using System.Buffers.Binary;
using System.Text.Json;

namespace Tutti.Learning.Checkpoints;

/// <summary>The checked header of a safetensors file.</summary>
/// <param name="Entries">The tensors, in the header's order.</param>
/// <param name="Offsets">Where the data of each begins, from <paramref name="DataStart"/>.</param>
/// <param name="Metadata">The texts of <c>__metadata__</c>.</param>
/// <param name="DataStart">Where in the file the data begins.</param>
internal sealed record SafetensorsHeader(
    IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyList<long> Offsets, IReadOnlyDictionary<string, string> Metadata, long DataStart)
{
    public const string MetadataName = "__metadata__";

    /// <summary>
    /// The longest header that is read or written: 16 MB, room for some 100,000 tensors. What is parsed from it takes several times as
    /// much.
    /// </summary>
    public const int MaximumBytes = 1 << 24;

    private const int LengthBytes = sizeof(long);

    /// <summary>Reads and checks a header. Allocates in proportion to the header's length, which is at most the file's.</summary>
    /// <exception cref="InvalidDataException">The only exception for a file that is not valid.</exception>
    public static SafetensorsHeader Read(Stream file, string path)
    {
        var fileLength = file.Length;
        var json = ReadJson(file, fileLength, path);
        try
        {
            var parser = new SafetensorsHeaderParser(json);
            parser.Parse();
            var dataLength = fileLength - LengthBytes - json.Length;
            CheckCoverage(parser.Entries, parser.Offsets, dataLength);
            return new SafetensorsHeader(parser.Entries, parser.Offsets, parser.Metadata, LengthBytes + json.Length);
        }
        catch (SafetensorsFormatException cause)
        {
            throw new InvalidDataException($"Safetensors: '{path}' is not valid: {cause.Message}", cause);
        }
        catch (JsonException cause)
        {
            throw new InvalidDataException(
                $"Safetensors: the header of '{path}' is no JSON. Got: {cause.Message} Expected one object. Get the file again.", cause);
        }
    }

    private static byte[] ReadJson(Stream file, long fileLength, string path)
    {
        Span<byte> prefix = stackalloc byte[LengthBytes];
        if (file.ReadAtLeast(prefix, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
            throw new InvalidDataException(
                $"Safetensors: '{path}' is truncated. Got {fileLength} bytes. Expected at least {LengthBytes} for the header's length. " +
                "Get the file again.");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaximumBytes)
            throw new InvalidDataException(
                $"Safetensors: the header of '{path}' is too long. Got a length of {length} bytes. Expected at most {MaximumBytes}. " +
                "Check that this is a safetensors file.");
        if (length > (ulong)(fileLength - LengthBytes))
            throw new InvalidDataException(
                $"Safetensors: '{path}' is truncated. Got {fileLength} bytes. Expected at least {length + LengthBytes} for its header. " +
                "Get the file again.");
        var json = new byte[length];
        file.ReadExactly(json);
        return json;
    }

    // All data belongs to exactly one tensor.
    private static void CheckCoverage(List<SafetensorsEntry> entries, List<long> offsets, long dataLength)
    {
        long covered = 0;
        // By end too, so that a tensor without elements comes before the one that begins where it does.
        foreach (var index in Enumerable.Range(0, entries.Count).OrderBy(index => offsets[index]).ThenBy(index => entries[index].ByteCount))
        {
            var (entry, begin) = (entries[index], offsets[index]);
            if (begin < covered)
                throw new SafetensorsFormatException(
                    $"the data of {entry} overlaps another tensor's. Got the start {begin}. " +
                    $"Expected {covered}.");
            if (begin > covered)
                throw new SafetensorsFormatException(
                    $"there is a hole before the data of {entry}. Got the start {begin}. " +
                    $"Expected {covered}.");
            covered += entry.ByteCount;
            if (covered > dataLength)
                throw new SafetensorsFormatException(
                    $"the data of {entry} is truncated. Got {dataLength} bytes of data in the file. Expected at least {covered}. " +
                    "Get the file again.");
        }
        if (covered < dataLength)
            throw new SafetensorsFormatException($"there are trailing bytes. Got {dataLength} bytes of data. Expected {covered}.");
    }
}
