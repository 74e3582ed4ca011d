namespace Tutti.Learning.Data.Sources.Arrays;

/// <summary>
/// Passes reads through and computes their CRC-32 (ISO 3309, as zip uses it), which the runtime's zip reader does not check.
/// </summary>
internal sealed class ChecksummedStream(Stream content) : ForwardStream
{
    private static readonly uint[] Table = MakeTable();

    private uint state = uint.MaxValue;

    public uint Crc32 => ~state;

    public override int Read(Span<byte> buffer)
    {
        var read = content.Read(buffer);
        foreach (var value in buffer[..read]) state = Table[(byte)(state ^ value)] ^ (state >> 8);
        return read;
    }

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
