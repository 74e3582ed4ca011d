namespace Tutti.Learning.Data.Sources.Wfdb;

/// <summary>The header of a record (PhysioNet: "WFDB Applications Guide", header(5)).</summary>
/// <param name="Name">The record's name.</param>
/// <param name="SamplingFrequency">Frames a second: samples a second of signals with one sample a frame. 250 where the header has
/// none.</param>
/// <param name="SampleCount">Frames, or samples of signals with one a frame; null where the header has none or 0.</param>
/// <param name="Signals">The signals, in the header's order. Choose one by its description: the order differs between records.</param>
/// <param name="Comments">The lines that begin with <c>#</c>, without it.</param>
public sealed record WfdbHeader(
    string Name, double SamplingFrequency, long? SampleCount, IReadOnlyList<WfdbSignal> Signals, IReadOnlyList<string> Comments)
{
    /// <summary>Steps a second of the recorder's counter, such as a tape's; the sampling frequency where the header has none.</summary>
    public double CounterFrequency { get; init; } = SamplingFrequency;

    /// <summary>What the counter showed at sample 0; 0 where the header has none.</summary>
    public double BaseCounter { get; init; }

    /// <summary>When the record began, as <c>HH:MM:SS</c> of the day; null where the header has none.</summary>
    public string? BaseTime { get; init; }

    /// <summary>On which day the record began, as <c>DD/MM/YYYY</c>; null where the header has none.</summary>
    public string? BaseDate { get; init; }

    /// <summary>
    /// The segments of a record that has several, in the order of time; empty where the record is one piece. <see cref="Signals"/> are then
    /// those of the first segment that is no gap, which all others share.
    /// </summary>
    public IReadOnlyList<WfdbSegment> Segments { get; init; } = [];

    /// <summary>Reads a header.</summary>
    /// <param name="path">The record, with or without <c>.hea</c>.</param>
    /// <returns>The header.</returns>
    /// <exception cref="InvalidDataException">
    /// A line is broken, or asks for what is not supported: segments with signals of different kinds (variable layout), other formats than
    /// those of <see cref="WfdbSignal.Format"/>, files in other folders.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static WfdbHeader Read(string path) => WfdbHeaderReader.Read(WfdbPath.OfHeader(path));

    /// <summary>How many samples a second a signal has.</summary>
    /// <param name="signal">0 … Signals.Count − 1.</param>
    /// <returns>The sampling frequency times the signal's samples a frame.</returns>
    public double FrequencyOf(int signal) => SamplingFrequency * Signals[signal].SamplesPerFrame;
}
