using System.Text;

namespace Tutti.Learning.Data.Sources;

/// <summary>Reads a text file line by line as bytes, numbering the lines; a line is at most as long as a limit says.</summary>
internal sealed class LineReader(Stream content, string path, string reader) : IDisposable
{
    private const int LongestLine = 1 << 24;

    private byte[] buffer = new byte[1 << 16];
    private int start, end;
    private bool hasEnded;

    /// <summary>The number of the line that was read last; the first is 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Reads the next line, without its line break.</summary>
    /// <param name="line">Valid until the next call.</param>
    /// <returns>False at the end of the file.</returns>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = start;
        while (true)
        {
            var found = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                line = Take(searched + found, searched + found + 1);
                return true;
            }
            searched = end;
            if (hasEnded) break;
            var moved = start;
            Fill();
            searched -= moved;
        }
        line = default;
        if (start == end) return false;
        line = Take(end, end);
        return true;
    }

    public void Dispose() => content.Dispose();

    /// <summary>A text from the file for a message, shortened.</summary>
    public static string Excerpt(ReadOnlySpan<byte> text)
    {
        const int longest = 40;
        return text.Length <= longest ? Encoding.UTF8.GetString(text) : Encoding.UTF8.GetString(text[..longest]) + "…";
    }

    private ReadOnlySpan<byte> Take(int lineEnd, int next)
    {
        var line = buffer.AsSpan(start, lineEnd - start);
        start = next;
        LineNumber++;
        return line is [.., (byte)'\r'] ? line[..^1] : line;
    }

    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end == buffer.Length)
        {
            if (end >= LongestLine)
                throw new InvalidDataException(
                    $"{reader}: a line of '{path}' is too long. Got more than {end} bytes in line {LineNumber + 1}. " +
                    $"Expected at most {LongestLine}. Check that this is a text file.");
            Array.Resize(ref buffer, Math.Min(2 * buffer.Length, LongestLine));
        }
        var read = PackedFile.Read(content, buffer.AsSpan(end), path, reader);
        hasEnded = read == 0;
        end += read;
    }
}
