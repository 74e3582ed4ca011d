namespace Tutti.Learning.Data.Sources.Wfdb;

/// <summary>What the header of a record says about one signal.</summary>
/// <param name="FileName">The file that holds its samples, in the header's folder.</param>
/// <param name="Format">How the samples are stored: 16 or 212.</param>
/// <param name="ByteOffset">Where in the file they begin.</param>
/// <param name="Gain">Units of the converter for one physical unit; 200 where the header has none or 0.</param>
/// <param name="Baseline">The sample that stands for 0 physical units; the converter's zero where the header has none.</param>
/// <param name="Units">The physical unit; <c>mV</c> where the header has none.</param>
/// <param name="Resolution">Bits of the converter; 12 where the header has none or 0.</param>
/// <param name="Zero">The middle of the converter's range; 0 where the header has none.</param>
/// <param name="InitialValue">The first sample; the converter's zero where the header has none.</param>
/// <param name="Checksum">The 16-bit sum of all samples; null where the header has none.</param>
/// <param name="Description">What the signal is, for instance the lead <c>MLII</c>; may be empty.</param>
public sealed record WfdbSignal(
    string FileName, int Format, long ByteOffset, double Gain, int Baseline, string Units, int Resolution, int Zero, int InitialValue,
    short? Checksum, string Description);
