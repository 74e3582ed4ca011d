using System.Collections.Concurrent;

namespace Tutti.Communication.Tests.Membership;

/// <summary>Two streams of which each reads what the other writes.</summary>
internal sealed class DuplexStream : Stream
{
    private readonly BlockingCollection<byte> incoming = [];
    private DuplexStream other = null!;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    internal static (Stream Left, Stream Right) Pair()
    {
        var (left, right) = (new DuplexStream(), new DuplexStream());
        (left.other, right.other) = (right, left);
        return (left, right);
    }

    public override int Read(Span<byte> buffer)
    {
        if (!incoming.TryTake(out buffer[0], Ranks.Deadline)) throw new TimeoutException();
        return 1;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        foreach (var value in buffer) other.incoming.Add(value);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
