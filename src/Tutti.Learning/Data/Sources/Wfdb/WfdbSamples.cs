namespace Tutti.Learning.Data.Sources.Wfdb;

/// <summary>Reads the files of samples that a header names.</summary>
internal static class WfdbSamples
{
    /// <summary>The samples of each signal. Memory is taken only for samples that the files have.</summary>
    /// <returns>One array a signal, and the number of frames.</returns>
    public static (int[][] Samples, int FrameCount) Read(WfdbHeader header, string folder)
    {
        var samples = new int[header.Signals.Count][];
        var files = new HashSet<string>(StringComparer.Ordinal);
        var count = header.SampleCount;
        for (var first = 0; first < samples.Length;)
        {
            var end = first + 1;
            while (end < samples.Length && header.Signals[end].FileName == header.Signals[first].FileName) end++;
            var isStored = header.Signals[first].Format != WfdbFormat.None;
            // Signals of the same file that come later would be read as if it were theirs alone.
            if (isStored && !files.Add(header.Signals[first].FileName))
                throw new InvalidDataException(
                    $"WfdbRecord: signals of '{header.Name}' in one file are not listed together. Got another file before signal " +
                    $"{first} in " +
                    $"'{header.Signals[first].FileName}'. Expected the signals of a file one after the other. Correct the header.");
            CheckGroup(header, first, end);
            if (isStored) count = ReadGroup(header, folder, first, end, count, samples);
            first = end;
        }
        for (var signal = 0; signal < samples.Length; signal++)
            samples[signal] = samples[signal] is { } read ? Finish(header, signal, read) : Absent(header, signal, count);
        return (samples, (int)(count ?? 0));
    }

    private static void CheckGroup(WfdbHeader header, int first, int end)
    {
        var description = header.Signals[first];
        for (var other = first + 1; other < end; other++)
            if (header.Signals[other].Format != description.Format || header.Signals[other].ByteOffset != description.ByteOffset)
                throw new InvalidDataException(
                    $"WfdbRecord: signals of '{header.Name}' in one file differ in format. Got " +
                    $"{description.Format}+{description.ByteOffset} and " +
                    $"{header.Signals[other].Format}+{header.Signals[other].ByteOffset}. Expected the same for all signals in " +
                    $"'{description.FileName}'.");
    }

    // Signals of one file: each frame holds some samples of the first, then of the second, and so on.
    private static long ReadGroup(WfdbHeader header, string folder, int first, int end, long? count, int[][] samples)
    {
        var description = header.Signals[first];
        var path = Path.Combine(folder, description.FileName);
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"WfdbRecord: a file of samples is missing. Got the record '{header.Name}' without '{path}'. Expected it beside the " +
                "header.", path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        int[] perFrame = [.. Enumerable.Range(first, end - first).Select(signal => header.Signals[signal].SamplesPerFrame)];
        var frame = perFrame.Sum(size => (long)size);
        var present = WfdbFormat.SamplesIn(description.Format, Math.Max(0, file.Length - description.ByteOffset)) / frame;
        var wanted = count ?? present;
        var isTruncated = wanted > present || description.ByteOffset > file.Length;
        if (isTruncated || wanted * frame > Array.MaxLength)
            throw new InvalidDataException(
                $"WfdbRecord: '{path}' is {(isTruncated ? "truncated" : "too large")}. Got {file.Length} bytes, {present} samples " +
                $"of {end - first} signals. Expected {wanted} samples from byte {description.ByteOffset}, as the header says. Get the " +
                "file again.");
        file.Position = description.ByteOffset;
        var group = samples.AsSpan(first, end - first);
        for (var signal = 0; signal < group.Length; signal++) group[signal] = new int[wanted * perFrame[signal]];
        Deal(file, description.Format, perFrame, group, wanted * frame);
        return wanted;
    }

    private static void Deal(Stream file, int format, int[] perFrame, Span<int[]> signals, long total)
    {
        var bytes = new byte[WfdbFormat.BytesOf(format, WfdbFormat.ChunkSamples)];
        var chunk = new int[WfdbFormat.ChunkSamples];
        var written = new int[signals.Length];
        var (signal, inFrame) = (0, 0);
        for (var left = total; left > 0; left -= WfdbFormat.ChunkSamples)
        {
            var unpacked = chunk.AsSpan(0, (int)Math.Min(left, WfdbFormat.ChunkSamples));
            var packed = bytes.AsSpan(0, (int)WfdbFormat.BytesOf(format, unpacked.Length));
            file.ReadExactly(packed);
            WfdbFormat.Unpack(format, packed, unpacked);
            foreach (var value in unpacked)
            {
                signals[signal][written[signal]++] = value;
                if (++inFrame < perFrame[signal]) continue;
                inFrame = 0;
                if (++signal == signals.Length) signal = 0;
            }
        }
    }

    private static int[] Finish(WfdbHeader header, int signal, int[] samples)
    {
        var description = header.Signals[signal];
        if (description.Format == WfdbFormat.Differences)
        {
            var last = description.InitialValue;
            for (var i = 0; i < samples.Length; i++) samples[i] = last = unchecked(last + samples[i]);
        }
        // Before the skew is undone: the checksum is that of the samples in the file, skewed ones included.
        CheckSum(header, signal, samples);
        if (description.Skew == 0) return samples;
        var shift = (int)Math.Min((long)description.Skew * description.SamplesPerFrame, samples.Length);
        samples.AsSpan(shift).CopyTo(samples);
        samples.AsSpan(samples.Length - shift).Fill(WfdbFormat.MissingIn(description.Format));
        return samples;
    }

    private static int[] Absent(WfdbHeader header, int signal, long? count)
    {
        var length = (count ?? 0) * header.Signals[signal].SamplesPerFrame;
        // No file bounds what a header asks for here.
        if (length > (1 << 28))
            throw new InvalidDataException(
                $"WfdbRecord: signal {signal} of '{header.Name}' has no samples, but too many are missing. Got {length}. Expected at " +
                $"most {1 << 28}. Remove the signal from the header.");
        var samples = new int[length];
        samples.AsSpan().Fill(WfdbFormat.Missing);
        return samples;
    }

    private static void CheckSum(WfdbHeader header, int signal, int[] samples)
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
