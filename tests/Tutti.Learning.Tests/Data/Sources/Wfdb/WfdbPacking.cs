namespace Tutti.Learning.Tests.Data.Sources.Wfdb;

/// <summary>Writes samples as the formats of PhysioNet's signal(5) have them, bit by bit from their description.</summary>
internal static class WfdbPacking
{
    public static byte[] Pack(int format, int[] samples) => format switch
    {
        8 => [.. samples.Select((sample, index) => (byte)(sample - (index == 0 ? 0 : samples[index - 1])))],
        80 => [.. samples.Select(sample => (byte)(sample + 128))],
        16 => [.. samples.SelectMany(sample => Bytes(sample, 2))],
        61 => [.. samples.SelectMany(sample => Bytes(sample, 2).Reverse())],
        160 => [.. samples.SelectMany(sample => Bytes(sample + 32_768, 2))],
        24 => [.. samples.SelectMany(sample => Bytes(sample, 3))],
        32 => [.. samples.SelectMany(sample => Bytes(sample, 4))],
        212 => [.. samples.Chunk(2).SelectMany(Pair)],
        310 => [.. samples.Chunk(3).SelectMany(Left)],
        311 => [.. samples.Chunk(3).SelectMany(Right)],
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    private static IEnumerable<byte> Bytes(int value, int count) => BitConverter.GetBytes(value)[..count];

    private static IEnumerable<byte> Pair(int[] pair)
    {
        var bits = (pair[0] & 0xFFF) | (pair.ElementAtOrDefault(1) & 0xF00) << 4 | (pair.ElementAtOrDefault(1) & 0xFF) << 16;
        return Bytes(bits, 1 + pair.Length);
    }

    // Bit 0 of both words is unused; the third sample's lower half is above the first sample, its upper half above the second.
    private static IEnumerable<byte> Left(int[] three)
    {
        var third = three.ElementAtOrDefault(2) & 0x3FF;
        IEnumerable<byte> first = Bytes((three[0] & 0x3FF) << 1 | (third & 31) << 11, 2);
        return three.Length == 1 ? first : [.. first, .. Bytes((three[1] & 0x3FF) << 1 | third >> 5 << 11, 2)];
    }

    private static IEnumerable<byte> Right(int[] three)
    {
        var bits = (three[0] & 0x3FF) | (three.ElementAtOrDefault(1) & 0x3FF) << 10 | (three.ElementAtOrDefault(2) & 0x3FF) << 20;
        return Bytes(bits, three.Length == 1 ? 2 : 4);
    }
}
