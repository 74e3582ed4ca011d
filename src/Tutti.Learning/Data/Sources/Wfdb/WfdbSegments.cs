namespace Tutti.Learning.Data.Sources.Wfdb;

/// <summary>Joins the segments of a record.</summary>
internal static class WfdbSegments
{
    // No file bounds how long gaps are.
    private const long MostMissing = 1 << 28;

    /// <summary>The samples of each signal, missing ones in gaps, and the number of frames.</summary>
    public static (int[][] Samples, int FrameCount) Read(WfdbHeader header, string folder)
    {
        CheckCounts(header);
        var parts = header.Segments.Select(segment => segment.Name is null ? null : ReadOne(header, folder, segment)).ToArray();
        var samples = header.Signals
            .Select((signal, index) => Join(header, signal, [.. parts.Select(part => part?[index])])).ToArray();
        return (samples, (int)header.Segments.Sum(segment => segment.SampleCount));
    }

    private static void CheckCounts(WfdbHeader header)
    {
        var (count, missing) = (0L, 0L);
        foreach (var segment in header.Segments)
        {
            count += segment.SampleCount;
            if (segment.Name is null) missing += segment.SampleCount;
        }
        if (header.SampleCount is { } expected && expected != count)
            throw Wrong(header, $"segments of {count} samples", $"{expected}, as the record line says");
        long widest = header.Signals.Count == 0 ? 1 : header.Signals.Max(signal => signal.SamplesPerFrame);
        if (missing * widest > MostMissing || count * widest > Array.MaxLength)
            throw Wrong(
                header, $"{count} samples, {missing} of them missing, up to {widest} a frame",
                $"at most {Array.MaxLength} of a signal, {MostMissing} of them missing");
    }

    private static int[][] ReadOne(WfdbHeader header, string folder, WfdbSegment segment)
    {
        var own = WfdbHeaderReader.Read(Path.Combine(folder, WfdbPath.OfHeader(segment.Name!)), isSegment: true);
        if (own.SamplingFrequency != header.SamplingFrequency || !own.Signals.Select(Kind).SequenceEqual(header.Signals.Select(Kind)))
            throw Wrong(
                header, $"other signals in '{segment.Name}'",
                "the same format, gain, unit and description of every signal in every segment. Read its segments one by one");
        var (samples, count) = WfdbSamples.Read(own, folder);
        return count == segment.SampleCount
            ? samples
            : throw Wrong(header, $"{count} samples in '{segment.Name}'", $"{segment.SampleCount}, as the record's header says");
    }

    // What all segments must have in common.
    private static WfdbSignal Kind(WfdbSignal signal) =>
        signal with { FileName = "", ByteOffset = 0, InitialValue = 0, Checksum = null, Skew = 0 };

    private static int[] Join(WfdbHeader header, WfdbSignal signal, int[]?[] parts)
    {
        var joined = new int[header.Segments.Sum(segment => segment.SampleCount) * signal.SamplesPerFrame];
        var at = 0;
        for (var part = 0; part < parts.Length; part++)
        {
            var length = (int)header.Segments[part].SampleCount * signal.SamplesPerFrame;
            var place = joined.AsSpan(at, length);
            if (parts[part] is { } samples) samples.CopyTo(place);
            else place.Fill(WfdbFormat.MissingIn(signal.Format));
            at += length;
        }
        return joined;
    }

    private static InvalidDataException Wrong(WfdbHeader header, string found, string expected) => new(
        $"WfdbRecord: the segments of '{header.Name}' do not fit together. Got {found}. Expected {expected}.");
}
