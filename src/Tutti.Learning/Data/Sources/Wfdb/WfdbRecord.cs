namespace Tutti.Learning.Data.Sources.Wfdb;

/// <summary>
/// A recording as PhysioNet keeps it: a header and the samples of all signals, in memory. Amplitudes of 8, 10, 12, 16, 24 and 32 bits and
/// differences of 8, several signals a file in turn, several files, and several segments with the same signals.
/// </summary>
public sealed class WfdbRecord
{
    private readonly int[][] samples;

    private WfdbRecord(WfdbHeader header, int[][] samples, int frameCount)
    {
        Header = header;
        this.samples = samples;
        SampleCount = frameCount;
    }

    /// <summary>What the header says.</summary>
    public WfdbHeader Header { get; }

    /// <summary>How many frames there are: samples of each signal that has one a frame.</summary>
    public int SampleCount { get; }

    /// <summary>Reads a record and checks the samples against the header's checksums.</summary>
    /// <param name="path">The record: the header's path, with or without <c>.hea</c>. The samples lie beside it.</param>
    /// <returns>The record.</returns>
    /// <exception cref="FileNotFoundException">The header or a file of samples is missing.</exception>
    /// <exception cref="InvalidDataException">
    /// The header is broken or not supported, a file is shorter than the header says, or a checksum is wrong. Bytes after the last sample
    /// are left alone, as PhysioNet's own library does.
    /// </exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static WfdbRecord Read(string path)
    {
        var headerPath = WfdbPath.OfHeader(path);
        var header = WfdbHeaderReader.Read(headerPath);
        var folder = Path.GetDirectoryName(Path.GetFullPath(headerPath))!;
        var (samples, frameCount) = header.Segments.Count > 0 ? WfdbSegments.Read(header, folder) : WfdbSamples.Read(header, folder);
        return new WfdbRecord(header, samples, frameCount);
    }

    /// <summary>The number of the signal with a description, such as a lead.</summary>
    /// <param name="description">For instance <c>MLII</c>.</param>
    /// <returns>The first such signal's number; null if there is none.</returns>
    public int? FindSignal(string description)
    {
        for (var index = 0; index < Header.Signals.Count; index++)
            if (Header.Signals[index].Description == description) return index;
        return null;
    }

    /// <summary>A signal's samples in units of the converter.</summary>
    /// <param name="signal">0 … Header.Signals.Count − 1.</param>
    /// <returns>A view of <see cref="SampleCount"/> times its samples a frame.</returns>
    public ReadOnlySpan<int> Samples(int signal) => samples[signal];

    /// <summary>
    /// A signal in physical units, (sample − baseline) / gain; the lowest sample of the format stands for a missing one and becomes NaN.
    /// </summary>
    /// <param name="signal">0 … Header.Signals.Count − 1.</param>
    /// <returns>A new array, as long as the signal.</returns>
    public float[] ToPhysical(int signal)
    {
        var description = Header.Signals[signal];
        var missing = WfdbFormat.MissingIn(description.Format);
        return Array.ConvertAll(samples[signal],
            sample => sample == missing ? float.NaN : (float)((sample - (double)description.Baseline) / description.Gain));
    }
}
