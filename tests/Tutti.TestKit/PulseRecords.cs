using System.Runtime.InteropServices;

namespace Tutti.TestKit;

/// <summary>A folder of small WFDB records of pulses: a beat each second at 250 Hz, the first at 1 s.</summary>
public sealed class PulseRecords : IDisposable
{
    public const int Frequency = 250, Seconds = 10;

    private readonly TemporaryFolder folder = new();

    public string this[string name] => folder[name];

    public void Dispose() => folder.Dispose();

    /// <summary>Writes a record in format 16, gain 200, 12 bits, with one lead; beats are annotated by code.</summary>
    public string Write(string name, string lead = "MLII", int checksumError = 0, Action<int[]>? change = null, int code = 1)
    {
        var samples = new int[Frequency * Seconds];
        for (var i = 0; i < samples.Length; i++)
        {
            var time = ((double)i / Frequency + 0.5) % 1 - 0.5;
            samples[i] = i < Frequency / 2 ? 0 : (int)Math.Round(300 * Math.Exp(-time * time / 0.0004));
        }
        change?.Invoke(samples);
        var sum = (short)(samples.Sum() + checksumError);
        File.WriteAllLines(folder[$"{name}.hea"],
            [$"{name} 1 {Frequency} {samples.Length}", $"{name}.dat 16 200 12 0 {samples[0]} {sum} 0 {lead}"]);
        File.WriteAllBytes(folder[$"{name}.dat"], MemoryMarshal.AsBytes<short>([.. samples.Select(sample => (short)sample)]).ToArray());
        var annotations = new List<byte>();
        for (var beat = 1; beat <= Seconds; beat++) annotations.AddRange([Frequency, (byte)((beat == 5 ? code : 1) << 2)]);
        File.WriteAllBytes(folder[$"{name}.atr"], [.. annotations, 0, 0]);
        return folder[name];
    }
}
