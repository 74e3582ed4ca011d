namespace Tutti.Learning.Data.Sources.Wfdb;

/// <summary>The header of a record (PhysioNet: "WFDB Applications Guide", header(5)).</summary>
/// <param name="Name">The record's name.</param>
/// <param name="SamplingFrequency">Samples a second and signal; 250 where the header has none.</param>
/// <param name="SampleCount">Samples a signal; null where the header has none or 0.</param>
/// <param name="Signals">The signals, in the header's order. Choose one by its description: the order differs between records.</param>
/// <param name="Comments">The lines that begin with <c>#</c>, without it.</param>
public sealed record WfdbHeader(
    string Name, double SamplingFrequency, long? SampleCount, IReadOnlyList<WfdbSignal> Signals, IReadOnlyList<string> Comments)
{
    /// <summary>Reads a header.</summary>
    /// <param name="path">The record, with or without <c>.hea</c>.</param>
    /// <returns>The header.</returns>
    /// <exception cref="InvalidDataException">
    /// A line is broken, or asks for what is not supported: several segments, several samples a frame, skewed signals, formats other than
    /// 16 and 212, files in other folders.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static WfdbHeader Read(string path) => WfdbHeaderReader.Read(WfdbPath.OfHeader(path));
}
