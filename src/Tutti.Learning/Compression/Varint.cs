namespace Tutti.Learning.Compression;

/// <summary>Whole numbers in the fewest of 1 to 5 bytes: seven bits a byte, the lowest first, the high bit set if more follow.</summary>
internal static class Varint
{
    internal const int MaximumBytes = 5;

    /// <summary>Writes a number.</summary>
    /// <returns>The bytes written.</returns>
    internal static int Write(uint value, Span<byte> bytes)
    {
        var position = 0;
        for (; value > 0x7F; value >>= 7) bytes[position++] = (byte)(value | 0x80);
        bytes[position++] = (byte)value;
        return position;
    }

    /// <summary>Reads a number and moves on. False, without moving, for what <see cref="Write"/> does not write.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, ref int position, out uint value)
    {
        var sum = 0ul;
        value = 0;
        for (var i = 0; i < MaximumBytes && position + i < bytes.Length; i++)
        {
            var digit = bytes[position + i];
            sum |= (ulong)(digit & 0x7F) << (7 * i);
            if (digit > 0x7F) continue;
            if (sum > uint.MaxValue || digit == 0 && i > 0) return false;
            position += i + 1;
            value = (uint)sum;
            return true;
        }
        return false;
    }
}
