namespace Tutti.TestKit;

/// <summary>
/// Passes bytes on until the "disk" is full, then refuses them as the operating system does: part of a write may get through.
/// </summary>
public sealed class FullDiskStream(Stream inner, long capacity) : Stream
{
    private long left = capacity;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => inner.Length;
    public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var fits = (int)Math.Min(left, buffer.Length);
        inner.Write(buffer[..fits]);
        left -= fits;
        if (fits < buffer.Length) throw new IOException("No space left on device (simulated).");
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    public override void Flush() => inner.Flush();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
