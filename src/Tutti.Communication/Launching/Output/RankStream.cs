using System.Text;

namespace Tutti.Communication.Launching.Output;

/// <summary>Standard output or error of one rank: its bytes become prefixed lines, and the last ones are kept.</summary>
internal sealed class RankStream(string prefix, SharedWriter? shared, RankFile? file, int keptLines)
{
    private readonly LineSplitter splitter = new();
    private readonly StringBuilder lines = new();
    private readonly Queue<string> kept = new();

    /// <summary>The last lines, the oldest first. To be read when the stream has ended.</summary>
    internal IReadOnlyList<string> LastLines => [.. kept];

    internal Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        splitter.Append(bytes.Span, Take);
        return FlushAsync(cancellation);
    }

    internal Task CompleteAsync(CancellationToken cancellation)
    {
        splitter.Complete(Take);
        return FlushAsync(cancellation);
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        file?.Write(line);
        var text = Encoding.UTF8.GetString(line);
        lines.Append(prefix).Append(text).Append('\n');
        if (keptLines == 0) return;
        if (kept.Count == keptLines) kept.Dequeue();
        kept.Enqueue(text);
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        if (lines.Length > 0 && shared is not null) await shared.WriteAsync(lines, cancellation).ConfigureAwait(false);
        lines.Clear();
    }
}
