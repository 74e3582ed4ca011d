using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tutti.Storage.Files;

namespace Tutti.Storage.Journals.Files;

/// <summary>
/// An append-only journal of JSON records, one a line, in one file. A record is on disk before <see cref="Append{T}(T, JsonTypeInfo{T})"/>
/// returns. There is one writer at a time, in all processes; readers may read while it writes.
/// </summary>
/// <remarks>
/// The writer holds a <see cref="FileLock"/>. Appending is thread-safe. Appends
/// are synchronous because flushing to disk is.
/// </remarks>
public sealed class FileJournal : IDisposable
{
    private readonly Lock gate = new();
    private readonly FileLock writerLock;
    private readonly FileStream file;
    private readonly Stream content;
    private readonly MemoryStream lines = new();
    private long durableLength;
    private bool isFaulted;
    private bool isDisposed;

    private FileJournal(string path, FileLock writerLock, FileStream file, Func<Stream, Stream>? through)
    {
        Path = path;
        this.writerLock = writerLock;
        this.file = file;
        content = through is null ? file : through(file);
    }

    /// <summary>The journal's file.</summary>
    public string Path { get; }

    /// <summary>How many bytes of a torn last record were cut off on opening: what an interrupted, never acknowledged append
    /// left.</summary>
    public long TornBytes { get; private set; }

    /// <summary>Opens a journal for appending, or creates it. A torn last record is cut off.</summary>
    /// <param name="path">The journal's file; its folder must exist.</param>
    /// <returns>The journal, held by this writer until disposed.</returns>
    /// <exception cref="IOException">Another writer has it, or it cannot be opened.</exception>
    public static FileJournal Open(string path) => Open(path, through: null);

    internal static FileJournal Open(string path, Func<Stream, Stream>? through)
    {
        var fullPath = System.IO.Path.GetFullPath(path);
        // A lock of its own, since an exclusive lock on the journal would keep readers out.
        var writerLock = FileLock.TryTake(fullPath) ?? throw new IOException(
            $"FileJournal: '{fullPath}' has another writer. Got a held lock. Expected one writer at a time. " +
            "Wait until it ends, or stop it.");
        FileStream? file = null;
        try
        {
            // Unbuffered: what one append hands over reaches the file as one write.
            file = new FileStream(fullPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            var journal = new FileJournal(fullPath, writerLock, file, through);
            journal.CutTornTail();
            return journal;
        }
        catch
        {
            file?.Dispose();
            writerLock.Dispose();
            throw;
        }
    }

    /// <summary>Appends a record; it is on disk when the call returns.</summary>
    /// <typeparam name="T">The record's type.</typeparam>
    /// <param name="record">The record.</param>
    /// <param name="type">How it is written, from a source-generated context.</param>
    /// <exception cref="IOException">The record could not be written. The journal is then faulted: open it again to go on.</exception>
    /// <exception cref="InvalidOperationException">An earlier append failed.</exception>
    public void Append<T>(T record, JsonTypeInfo<T> type) => Append([record], type);

    /// <summary>Appends several records with one flush to disk; all are on disk when the call returns.</summary>
    /// <typeparam name="T">The records' type.</typeparam>
    /// <param name="records">The records, in order. None is no call at all.</param>
    /// <param name="type">How they are written, from a source-generated context.</param>
    /// <exception cref="IOException">They could not be written. The journal is then faulted: open it again to go on.</exception>
    /// <exception cref="InvalidOperationException">An earlier append failed.</exception>
    public void Append<T>(ReadOnlySpan<T> records, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (records.IsEmpty) return;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if (isFaulted)
                throw new InvalidOperationException(
                    $"FileJournal: '{Path}' is faulted. Got an append after one that failed. " +
                    "Expected the journal to be opened again first.");
            SerializeLines(records, type);
            WriteDurably();
        }
    }

    /// <summary>Reads all whole records. May be called while a writer appends.</summary>
    /// <typeparam name="T">The records' type.</typeparam>
    /// <param name="path">The journal's file.</param>
    /// <param name="type">How they are read, from a source-generated context.</param>
    /// <returns>The records, and how many bytes of a torn last one were left out.</returns>
    /// <exception cref="InvalidDataException">A line before the last is no record; the message has the file and the line's
    /// number.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static JournalContent<T> Read<T>(string path, JsonTypeInfo<T> type) => JournalReader.Read(path, type);

    /// <summary>Closes the journal and lets the next writer in.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (isDisposed) return;
            isDisposed = true;
            file.Dispose();
            writerLock.Dispose();
        }
    }

    private void CutTornTail()
    {
        durableLength = JournalReader.FindDurableLength(file);
        TornBytes = file.Length - durableLength;
        if (TornBytes > 0)
        {
            file.SetLength(durableLength);
            file.Flush(flushToDisk: true);
        }
        file.Position = durableLength;
    }

    private void SerializeLines<T>(ReadOnlySpan<T> records, JsonTypeInfo<T> type)
    {
        lines.SetLength(0);
        using var writer = new Utf8JsonWriter(lines);
        foreach (var record in records)
        {
            JsonSerializer.Serialize(writer, record, type);
            writer.Flush();
            lines.WriteByte((byte)'\n');
            writer.Reset();
        }
    }

    private void WriteDurably()
    {
        try
        {
            content.Write(lines.GetBuffer().AsSpan(0, (int)lines.Length));
            content.Flush();
            file.Flush(flushToDisk: true);
            durableLength += lines.Length;
        }
        catch (Exception cause)
        {
            isFaulted = true;
            TryCutTo(durableLength);
            if (cause is not IOException) throw;
            throw new IOException(
                $"FileJournal: a record could not be appended to '{Path}'. Got: {cause.Message} Earlier records are safe. " +
                "Free space, then open the journal again.", cause);
        }
    }

    // Nobody was told that the record is there; if it cannot be cut off now, the next opening does it.
    private void TryCutTo(long length)
    {
        try
        {
            file.SetLength(length);
        }
        catch (IOException)
        {
        }
    }
}
