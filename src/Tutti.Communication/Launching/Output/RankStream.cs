using System.Text;

namespace Tutti.Communication.Launching.Output;

/// <summary>Standard output or error of one rank: its bytes become prefixed lines, and the last ones are kept.</summary>
internal sealed class RankStream(string prefix, SharedWriter? shared, RankFile? file, int keptLines)
{
    private readonly LineSplitter splitter = new();
    private readonly StringBuilder lines = new();
    private readonly Queue<string> kept = new();

    /// <summary>The last lines so far, the oldest first; a copy. May be read while others write.</summary>
    internal IReadOnlyList<string> LastLines
    {
        get
        {
            lock (kept) return [.. kept];
        }
    }

    internal Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        splitter.Append(bytes.Span, Take);
        return FlushAsync();
    }

    internal Task CompleteAsync()
    {
        splitter.Complete(Take);
        return FlushAsync();
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        file?.Write(line);
        var text = Encoding.UTF8.GetString(line);
        lines.Append(prefix).Append(text).Append('\n');
        if (keptLines == 0) return;
        lock (kept)
        {
            if (kept.Count == keptLines) kept.Dequeue();
            kept.Enqueue(text);
        }
    }

    private async Task FlushAsync()
    {
        if (lines.Length > 0 && shared is not null) await shared.WriteAsync(lines).ConfigureAwait(false);
        lines.Clear();
    }
}
