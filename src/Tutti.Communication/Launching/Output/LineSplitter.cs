namespace Tutti.Communication.Launching.Output;

/// <summary>
/// Cuts a stream of bytes into lines: at line feeds, at carriage returns (progress bars write nothing else), and where a line grows
/// beyond <see cref="LongestLine"/>, there between characters of UTF-8.
/// </summary>
internal sealed class LineSplitter
{
    internal const int LongestLine = 16 << 10;

    private readonly byte[] pending = new byte[LongestLine];
    private int count;
    private bool hasEmittedAtReturn, isAfterReturn;

    internal delegate void LineHandler(ReadOnlySpan<byte> line);

    internal void Append(ReadOnlySpan<byte> bytes, LineHandler handle)
    {
        while (bytes.Length > 0)
        {
            if (isAfterReturn && TakeFeed(bytes[0], handle))
            {
                bytes = bytes[1..];
                continue;
            }
            var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            var part = end < 0 ? bytes : bytes[..end];
            Collect(part, handle);
            bytes = bytes[part.Length..];
            if (end < 0) return;
            EndLine(bytes[0], handle);
            bytes = bytes[1..];
        }
    }

    /// <summary>The stream has ended: what is left is a line.</summary>
    internal void Complete(LineHandler handle)
    {
        if (count > 0) Emit(count, handle);
    }

    // A return that ended a line swallows the feed after it; one on an empty line counts only if a feed follows.
    private bool TakeFeed(byte next, LineHandler handle)
    {
        isAfterReturn = false;
        if (next != '\n') return false;
        if (!hasEmittedAtReturn) Emit(0, handle);
        return true;
    }

    private void EndLine(byte terminator, LineHandler handle)
    {
        if (terminator == '\r')
        {
            isAfterReturn = true;
            hasEmittedAtReturn = count > 0;
            if (count == 0) return;
        }
        Emit(count, handle);
    }

    private void Collect(ReadOnlySpan<byte> part, LineHandler handle)
    {
        while (part.Length > 0)
        {
            if (count == LongestLine) Emit(CharacterBoundary(), handle);
            var taken = Math.Min(part.Length, LongestLine - count);
            part[..taken].CopyTo(pending.AsSpan(count));
            count += taken;
            part = part[taken..];
        }
    }

    private void Emit(int length, LineHandler handle)
    {
        handle(pending.AsSpan(0, length));
        pending.AsSpan(length, count - length).CopyTo(pending);
        count -= length;
    }

    // Where the last character begins if it is not complete, else the end.
    private int CharacterBoundary()
    {
        var start = count - 1;
        while (start > count - 4 && (pending[start] & 0xC0) == 0x80) start--;
        var needed = pending[start] switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
        return start + needed > count ? start : count;
    }
}
