using System.Buffers.Binary;

namespace Tutti.Learning.Data.Sources.Wfdb;

/// <summary>How samples are stored in a file (PhysioNet: "WFDB Applications Guide", signal(5)).</summary>
internal static class WfdbFormat
{
    /// <summary>No file and no samples: all are missing.</summary>
    public const int None = 0;

    /// <summary>The differences between samples, 8 bits each.</summary>
    public const int Differences = 8;

    /// <summary>A multiple of all groups of samples that share bytes, so that a chunk of so many ends at a whole byte.</summary>
    public const int ChunkSamples = 6 << 13;

    /// <summary>What stands for a sample that is missing where the format itself has no number for it.</summary>
    public const int Missing = int.MinValue;

    private static readonly int[] Known = [None, Differences, 16, 24, 32, 61, 80, 160, 212, 310, 311];

    /// <summary>The formats that are read, as text.</summary>
    public static string Names => string.Join(", ", Known);

    public static bool IsKnown(int format) => Known.Contains(format);

    /// <summary>The lowest number of each format says that there was no sample.</summary>
    public static int MissingIn(int format) => format switch
    {
        16 or 61 or 160 => short.MinValue,
        24 => -(1 << 23),
        80 => sbyte.MinValue,
        212 => -(1 << 11),
        310 or 311 => -(1 << 9),
        _ => Missing,
    };

    /// <summary>How many bytes a number of samples takes; the last ones of packed formats may lack bytes that hold nothing of
    /// them.</summary>
    public static long BytesOf(int format, long samples) => format switch
    {
        None => 0,
        16 or 61 or 160 => samples * 2,
        24 => samples * 3,
        32 => samples * 4,
        212 => samples / 2 * 3 + samples % 2 * 2,
        310 or 311 => samples / 3 * 4 + samples % 3 * 2,
        _ => samples,
    };

    /// <summary>How many whole samples a number of bytes holds.</summary>
    public static long SamplesIn(int format, long bytes) => format switch
    {
        16 or 61 or 160 => bytes / 2,
        24 => bytes / 3,
        32 => bytes / 4,
        212 => bytes / 3 * 2 + bytes % 3 / 2,
        310 or 311 => bytes / 4 * 3 + bytes % 4 / 2,
        _ => bytes,
    };

    /// <summary>Unpacks samples; differences stay differences.</summary>
    public static void Unpack(int format, ReadOnlySpan<byte> bytes, Span<int> samples)
    {
        switch (format)
        {
            case 212: Unpack212(bytes, samples); break;
            case 310: Unpack310(bytes, samples); break;
            case 311: Unpack311(bytes, samples); break;
            default:
                var size = (int)BytesOf(format, 1);
                for (var i = 0; i < samples.Length; i++) samples[i] = Whole(format, bytes.Slice(i * size, size));
                break;
        }
    }

    private static int Whole(int format, ReadOnlySpan<byte> bytes) => format switch
    {
        Differences => (sbyte)bytes[0],
        80 => bytes[0] - 128,
        16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        61 => BinaryPrimitives.ReadInt16BigEndian(bytes),
        160 => BinaryPrimitives.ReadUInt16LittleEndian(bytes) - (1 << 15),
        24 => Extend(bytes[0] | bytes[1] << 8 | bytes[2] << 16, 24),
        _ => BinaryPrimitives.ReadInt32LittleEndian(bytes),
    };

    // Three bytes a, b, c hold two samples: (b & 15) · 256 + a, and (b >> 4) · 256 + c. With an odd number of samples the last one may lack
    // its third byte.
    private static void Unpack212(ReadOnlySpan<byte> bytes, Span<int> samples)
    {
        for (var (i, at) = (0, 0); i < samples.Length; i += 2, at += 3)
        {
            samples[i] = Extend(bytes[at] | (bytes[at + 1] & 0x0F) << 8, 12);
            if (i + 1 < samples.Length) samples[i + 1] = Extend(bytes[at + 2] | (bytes[at + 1] & 0xF0) << 4, 12);
        }
    }

    // Two words hold three samples: bits 1 to 10 of each word, and of the third sample the lower half in the upper bits of the first word.
    private static void Unpack310(ReadOnlySpan<byte> bytes, Span<int> samples)
    {
        for (var (i, at) = (0, 0); i < samples.Length; i += 3, at += 4)
        {
            var first = Word(bytes, at);
            samples[i] = Extend(first >> 1 & 0x3FF, 10);
            if (i + 1 == samples.Length) break;
            var second = Word(bytes, at + 2);
            samples[i + 1] = Extend(second >> 1 & 0x3FF, 10);
            if (i + 2 < samples.Length) samples[i + 2] = Extend(first >> 11 | second >> 11 << 5, 10);
        }
    }

    // Two words hold three samples one after the other, from the lowest bit on.
    private static void Unpack311(ReadOnlySpan<byte> bytes, Span<int> samples)
    {
        for (var (i, at) = (0, 0); i < samples.Length; i += 3, at += 4)
        {
            var first = Word(bytes, at);
            samples[i] = Extend(first & 0x3FF, 10);
            if (i + 1 == samples.Length) break;
            var second = Word(bytes, at + 2);
            samples[i + 1] = Extend(first >> 10 | (second & 0xF) << 6, 10);
            if (i + 2 < samples.Length) samples[i + 2] = Extend(second >> 4 & 0x3FF, 10);
        }
    }

    private static int Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static int Extend(int bits, int width) => bits << (32 - width) >> (32 - width);
}
