using System.Buffers.Binary;

namespace Tutti.Learning.Data.Sources.Wfdb;

/// <summary>Reads the files of samples that a header names.</summary>
internal static class WfdbSamples
{
    // Even, so that no pair of format 212 is cut.
    private const int ChunkSamples = 1 << 15;

    /// <summary>The samples of each signal. Memory is taken only for samples that the files have.</summary>
    public static short[][] Read(WfdbHeader header, string folder)
    {
        var samples = new short[header.Signals.Count][];
        var files = new HashSet<string>(StringComparer.Ordinal);
        var count = header.SampleCount;
        for (var first = 0; first < samples.Length;)
        {
            var end = first + 1;
            while (end < samples.Length && header.Signals[end].FileName == header.Signals[first].FileName) end++;
            // Signals of the same file that come later would be read as if it were theirs alone.
            if (!files.Add(header.Signals[first].FileName))
                throw new InvalidDataException(
                    $"WfdbRecord: signals of '{header.Name}' in one file are not listed together. Got another file before signal {first} in " +
                    $"'{header.Signals[first].FileName}'. Expected the signals of a file one after the other. Correct the header.");
            count = ReadGroup(header, folder, first, end, count, samples);
            first = end;
        }
        for (var signal = 0; signal < samples.Length; signal++) CheckSum(header, signal, samples[signal]);
        return samples;
    }

    // Signals of one file: its samples are theirs in turn.
    private static long ReadGroup(WfdbHeader header, string folder, int first, int end, long? count, short[][] samples)
    {
        var description = header.Signals[first];
        for (var other = first + 1; other < end; other++)
            if (header.Signals[other].Format != description.Format || header.Signals[other].ByteOffset != description.ByteOffset)
                throw new InvalidDataException(
                    $"WfdbRecord: signals of '{header.Name}' in one file differ in format. Got " +
                    $"{description.Format}+{description.ByteOffset} and " +
                    $"{header.Signals[other].Format}+{header.Signals[other].ByteOffset}. Expected the same for all signals in " +
                    $"'{description.FileName}'.");
        var path = Path.Combine(folder, description.FileName);
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"WfdbRecord: a file of samples is missing. Got the record '{header.Name}' without '{path}'. Expected it beside the " +
                "header.", path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        var signals = end - first;
        var bytes = Math.Max(0, file.Length - description.ByteOffset);
        var present = (description.Format == 212 ? bytes / 3 * 2 + (bytes % 3 == 2 ? 1 : 0) : bytes / 2) / signals;
        var wanted = count ?? present;
        var isTruncated = wanted > present || description.ByteOffset > file.Length;
        if (isTruncated || wanted * signals > Array.MaxLength)
            throw new InvalidDataException(
                $"WfdbRecord: '{path}' is {(isTruncated ? "truncated" : "too large")}. Got {file.Length} bytes, {present} samples " +
                $"of {signals} signals. Expected {wanted} samples from byte {description.ByteOffset}, as the header says. Get the file again.");
        file.Position = description.ByteOffset;
        for (var signal = first; signal < end; signal++) samples[signal] = new short[wanted];
        if (description.Format == 212) Read212(file, samples.AsSpan(first, signals), (int)wanted);
        else Read16(file, samples.AsSpan(first, signals), (int)wanted);
        return wanted;
    }

    private static void Read16(Stream file, Span<short[]> signals, int count)
    {
        var chunk = new byte[ChunkSamples * sizeof(short)];
        var (signal, sample) = (0, 0);
        for (var left = (long)count * signals.Length; left > 0; left -= ChunkSamples)
        {
            var bytes = chunk.AsSpan(0, (int)Math.Min(left, ChunkSamples) * sizeof(short));
            file.ReadExactly(bytes);
            for (var i = 0; i < bytes.Length; i += sizeof(short))
                Put(signals, ref signal, ref sample, BinaryPrimitives.ReadInt16LittleEndian(bytes[i..]));
        }
    }

    // Three bytes a, b, c hold two samples: (b & 15) · 256 + a, and (b >> 4) · 256 + c, both in two's complement of 12 bits. With an odd
    // number of samples the last one may lack its third byte.
    private static void Read212(Stream file, Span<short[]> signals, int count)
    {
        var chunk = new byte[ChunkSamples / 2 * 3];
        var (signal, sample) = (0, 0);
        for (var left = (long)count * signals.Length; left > 0; left -= ChunkSamples)
        {
            var samples = (int)Math.Min(left, ChunkSamples);
            var bytes = chunk.AsSpan(0, samples / 2 * 3 + samples % 2 * 2);
            file.ReadExactly(bytes);
            for (var i = 0; i < bytes.Length; i += 3)
            {
                Put(signals, ref signal, ref sample, Extend(bytes[i] | (bytes[i + 1] & 0x0F) << 8));
                if (i + 2 < bytes.Length) Put(signals, ref signal, ref sample, Extend(bytes[i + 2] | (bytes[i + 1] & 0xF0) << 4));
            }
        }
    }

    private static short Extend(int bits) => (short)(bits << 20 >> 20);

    private static void Put(Span<short[]> signals, ref int signal, ref int sample, short value)
    {
        signals[signal][sample] = value;
        if (++signal < signals.Length) return;
        signal = 0;
        sample++;
    }

    private static void CheckSum(WfdbHeader header, int signal, short[] samples)
    {
        var description = header.Signals[signal];
        if (description.Checksum is not { } expected) return;
        var sum = 0;
        foreach (var sample in samples) sum = unchecked(sum + sample);
        if ((short)sum != expected)
            throw new InvalidDataException(
                $"WfdbRecord: checksum mismatch of signal {signal} ('{description.Description}') of '{header.Name}', in " +
                $"'{description.FileName}'. Got {(short)sum}. Expected {expected}, as the header says. Get the file again.");
    }
}
