namespace Tutti.Learning.Data.Sources.Arrays;

/// <summary>
/// Passes reads through and computes their CRC-32 (ISO 3309, as zip uses it), which the runtime's zip reader does not check.
/// </summary>
internal sealed class ChecksummedStream(Stream content) : Stream
{
    private static readonly uint[] Table = MakeTable();

    private uint state = uint.MaxValue;

    public uint Crc32 => ~state;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var read = content.Read(buffer);
        foreach (var value in buffer[..read]) state = Table[(byte)(state ^ value)] ^ (state >> 8);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint value = 0; value < 256; value++)
        {
            var remainder = value;
            for (var bit = 0; bit < 8; bit++) remainder = (remainder & 1) != 0 ? 0xEDB88320 ^ (remainder >> 1) : remainder >> 1;
            table[value] = remainder;
        }
        return table;
    }
}
