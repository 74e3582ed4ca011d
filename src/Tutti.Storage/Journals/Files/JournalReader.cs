using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Tutti.Storage.Journals.Files;

/// <summary>
/// Reads JSON lines. The last line is torn if its newline is missing or it is no JSON: the newline is the last byte of an append, but after
/// a power loss the disk may hold it without the bytes before it. A torn line before the last cannot come from an interrupted append.
/// </summary>
internal static class JournalReader
{
    /// <summary>The longest line that is read: 16 MB, so that a file of another kind does not fill the memory.</summary>
    internal const int MaximumLineBytes = 1 << 24;

    private const byte NewLine = (byte)'\n';

    internal static JournalContent<T> Read<T>(string path, JsonTypeInfo<T> type)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var records = new List<T>();
        var lines = new LineSplitter(file, path);
        // One line behind the splitter: only when a further line follows is a line known not to be the last.
        var pending = ReadOnlyMemory<byte>.Empty;
        var pendingNumber = 0;
        byte[] kept = [];
        while (lines.TryReadLine(out var line))
        {
            if (pendingNumber > 0) records.Add(Parse(pending.Span, type, path, pendingNumber));
            if (kept.Length < line.Length) kept = new byte[Math.Max(line.Length, 2 * kept.Length)];
            line.CopyTo(kept);
            pending = kept.AsMemory(0, line.Length);
            pendingNumber = lines.LineNumber;
        }
        long torn = lines.UnterminatedBytes;
        if (pendingNumber == 0) return new JournalContent<T>(records, torn);
        if (torn > 0 || IsJson(pending.Span)) records.Add(Parse(pending.Span, type, path, pendingNumber));
        else torn = pending.Length + 1;
        return new JournalContent<T>(records, torn);
    }

    /// <summary>The length of the file without a torn last line.</summary>
    internal static long FindDurableLength(FileStream file)
    {
        var terminated = FindLineStart(file, file.Length);
        if (terminated == 0) return 0;
        // An unterminated rest is the torn line itself; only a terminated last line has to be looked into.
        if (terminated < file.Length) return terminated;
        var lastStart = FindLineStart(file, terminated - 1);
        var length = terminated - 1 - lastStart;
        if (length > MaximumLineBytes) return terminated;
        var last = new byte[length];
        file.Position = lastStart;
        file.ReadExactly(last);
        return IsJson(last) ? terminated : lastStart;
    }

    // The position after the last newline before `end`; 0 if there is none.
    private static long FindLineStart(FileStream file, long end)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            while (end > 0)
            {
                var length = (int)Math.Min(end, buffer.Length);
                file.Position = end - length;
                file.ReadExactly(buffer, 0, length);
                var index = buffer.AsSpan(0, length).LastIndexOf(NewLine);
                if (index >= 0) return end - length + index + 1;
                end -= length;
            }
            return 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            while (reader.Read()) reader.TrySkip();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static T Parse<T>(ReadOnlySpan<byte> line, JsonTypeInfo<T> type, string path, int number)
    {
        try
        {
            return JsonSerializer.Deserialize(line, type) ?? throw new JsonException("The record is null.");
        }
        catch (Exception cause) when (cause is JsonException or NotSupportedException)
        {
            throw new InvalidDataException(
                $"FileJournal: line {number} of '{path}' is no record. Got: {cause.Message} Expected one JSON record of " +
                $"{typeof(T).Name} a line. " +
                "The file was changed or damaged after it was written; restore it from a copy.", cause);
        }
    }
}
