namespace Tutti.Learning.Data.Sources.Wfdb;

/// <summary>What the header of a record says about one signal.</summary>
/// <param name="FileName">The file that holds its samples, in the header's folder.</param>
/// <param name="Format">How the samples are stored: 0 (not at all), 8, 16, 24, 32, 61, 80, 160, 212, 310 or 311.</param>
/// <param name="ByteOffset">Where in the file they begin.</param>
/// <param name="Gain">Units of the converter for one physical unit; 200 where the header has none or 0.</param>
/// <param name="Baseline">The sample that stands for 0 physical units; the converter's zero where the header has none.</param>
/// <param name="Units">The physical unit; <c>mV</c> where the header has none.</param>
/// <param name="Resolution">Bits of the converter; where the header has none or 0, 12, of format 8 10.</param>
/// <param name="Zero">The middle of the converter's range; 0 where the header has none.</param>
/// <param name="InitialValue">
/// The first sample, of format 8 the one that the first difference is added to; the converter's zero where the header has none.
/// </param>
/// <param name="Checksum">The 16-bit sum of all samples; null where the header has none.</param>
/// <param name="Description">What the signal is, for instance the lead <c>MLII</c>; may be empty.</param>
/// <param name="SamplesPerFrame">How many samples it has for each one that the record's frequency promises. Default 1.</param>
/// <param name="Skew">How many frames it comes late in the file; undone when it is read. Default 0.</param>
public sealed record WfdbSignal(
    string FileName, int Format, long ByteOffset, double Gain, int Baseline, string Units, int Resolution, int Zero, int InitialValue,
    short? Checksum, string Description, int SamplesPerFrame = 1, int Skew = 0);
