namespace Tutti.Storage.Journals.Files;

/// <summary>Splits a stream into lines that end with a newline, in one reused buffer; the rest without one is only counted.</summary>
internal sealed class LineSplitter(Stream stream, string path)
{
    private byte[] buffer = new byte[1 << 16];
    private int start, end;

    /// <summary>The number of the line read last, from 1.</summary>
    public int LineNumber { get; private set; }

    /// <summary>After the last line: the bytes that no newline ends.</summary>
    public int UnterminatedBytes { get; private set; }

    /// <summary>The next line without its newline, valid until the next call; false at the end.</summary>
    public bool TryReadLine(out ReadOnlyMemory<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var index = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (index >= 0)
            {
                line = buffer.AsMemory(start, searched + index);
                start += searched + index + 1;
                LineNumber++;
                return true;
            }
            searched = end - start;
            if (Fill()) continue;
            UnterminatedBytes = searched;
            line = default;
            return false;
        }
    }

    private bool Fill()
    {
        if (end - start > JournalReader.MaximumLineBytes)
            throw new InvalidDataException(
                $"FileJournal: line {LineNumber + 1} of '{path}' is too long. Got more than {JournalReader.MaximumLineBytes} bytes. " +
                "Expected one JSON record a line. Check that the file is a journal.");
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        if (end == buffer.Length) Array.Resize(ref buffer, 2 * buffer.Length);
        var read = stream.Read(buffer, end, buffer.Length - end);
        end += read;
        return read > 0;
    }
}
