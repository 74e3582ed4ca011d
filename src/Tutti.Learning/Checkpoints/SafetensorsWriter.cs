using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tutti.Storage.Files;

namespace Tutti.Learning.Checkpoints;

/// <summary>Writes safetensors files: the same arguments give the same bytes on every machine.</summary>
internal static class SafetensorsWriter
{
    // The data begins at a multiple of 8, so that a mapped file has aligned elements.
    private const int Alignment = 8;

    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(
        string path, IReadOnlyList<SafetensorsEntry> entries, SafetensorsData data, IReadOnlyDictionary<string, string>? metadata,
        Func<Stream, Stream>? through)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(data);
        Check(entries);
        var header = MakeHeader(entries, metadata);
        AtomicFile.Write(path, stream => WriteContent(stream, header, entries, data), through);
    }

    private static void Check(IReadOnlyList<SafetensorsEntry> entries)
    {
        var names = new HashSet<string>(entries.Count, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry.Name == SafetensorsHeader.MetadataName)
                throw new ArgumentException($"Safetensors: a reserved name. Got '{entry.Name}'. Expected any other name for a tensor.");
            if (!names.Add(entry.Name))
                throw new ArgumentException(
                    $"Safetensors: a name occurs twice. Got '{entry.Name}'. " +
                    "Expected each tensor to have its own name.");
            if (entry.ByteCount > int.MaxValue)
                throw new ArgumentException(
                    $"Safetensors: {entry} is too large. Got {entry.ByteCount} bytes. Expected at most {int.MaxValue}. Split the tensor.");
        }
    }

    private static byte[] MakeHeader(IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonOptions))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(SafetensorsHeader.MetadataName);
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach (var entry in entries)
            {
                WriteEntry(json, entry, offset);
                offset += entry.ByteCount;
            }
            json.WriteEndObject();
        }
        while (buffer.Length % Alignment != 0) buffer.WriteByte((byte)' ');
        if (buffer.Length > SafetensorsHeader.MaximumBytes)
            throw new ArgumentException(
                $"Safetensors: the header is too long. Got {buffer.Length} bytes of names and metadata. " +
                $"Expected at most {SafetensorsHeader.MaximumBytes}.");
        return buffer.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, SafetensorsEntry entry, long offset)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", entry.TypeCode);
        json.WriteStartArray("shape");
        foreach (var dimension in entry.Shape) json.WriteNumberValue(dimension);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + entry.ByteCount);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteContent(Stream stream, byte[] header, IReadOnlyList<SafetensorsEntry> entries, SafetensorsData data)
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        for (var index = 0; index < entries.Count; index++)
        {
            var bytes = data(index);
            if (bytes.Length != entries[index].ByteCount)
                throw new ArgumentException(
                    $"Safetensors: the data of {entries[index]} does not fit. Got {bytes.Length} bytes. " +
                    $"Expected {entries[index].ByteCount}.");
            stream.Write(bytes);
        }
    }
}
