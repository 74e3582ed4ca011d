using Tutti.Learning.Data.Sources.Wfdb;

namespace Tutti.Learning.Tests.Data.Sources.Wfdb;

/// <summary>
/// Writes a record whose header looks as a database has it: a line a signal in which <c>I</c> and <c>S</c> stand for the first sample and
/// the checksum. Samples are anything that the format holds.
/// </summary>
internal static class SyntheticRecord
{
    /// <summary>Writes the header and the files.</summary>
    /// <returns>The samples as they are stored, a signal after the other.</returns>
    public static int[][] Write(string folder, string[] lines, int frameCount)
    {
        var isSignal = lines.Select((line, index) => index > 0 && !line.StartsWith('#')).ToArray();
        Part[] parts = [.. lines.Where((_, index) => isSignal[index]).Select((line, signal) => Part.Of(line, signal, frameCount))];
        var next = 0;
        File.WriteAllLines(
            Path.Combine(folder, lines[0].Split(' ')[0] + ".hea"),
            lines.Select((line, index) => isSignal[index] ? parts[next++].Line : line));
        foreach (var file in parts.GroupBy(part => part.FileName))
            File.WriteAllBytes(Path.Combine(folder, file.Key), Bytes([.. file], frameCount));
        return [.. parts.Select(part => part.Samples)];
    }

    private static byte[] Bytes(Part[] parts, int frameCount)
    {
        // Of format 8 each signal's own differences are dealt out.
        var dealt = parts.Select(part => part.Format != 8 ? part.Samples
            : part.Samples.Select((sample, index) => index == 0 ? 0 : sample - part.Samples[index - 1]).ToArray()).ToArray();
        var frames = Enumerable.Range(0, frameCount).SelectMany(frame => parts.SelectMany((part, signal) =>
            dealt[signal].Skip(frame * part.PerFrame).Take(part.PerFrame))).ToArray();
        return
        [
            .. new byte[parts[0].Offset],
            .. parts[0].Format == 8 ? [.. frames.Select(difference => (byte)difference)] : WfdbPacking.Pack(parts[0].Format, frames),
        ];
    }

    private sealed record Part(string Line, string FileName, int Format, int PerFrame, int Offset, int[] Samples)
    {
        public static Part Of(string line, int signal, int frameCount)
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var format = fields[1].Split('x', ':', '+');
            int After(char mark, int absent) =>
                fields[1].Split(mark) is [_, var rest] ? int.Parse(rest.Split('x', ':', '+')[0]) : absent;
            var (number, perFrame) = (int.Parse(format[0]), After('x', 1));
            var random = new Random(signal);
            // Two that follow each other differ by no more than format 8 can say.
            var (least, greatest) = number switch
            {
                8 => (-60, 60),
                80 => (-127, 127),
                310 or 311 => (-511, 511),
                212 => (-2_047, 2_047),
                24 => (-8_388_607, 8_388_607),
                32 => (-2_000_000_000, 2_000_000_000),
                _ => (-32_767, 32_767),
            };
            int[] samples = [.. Enumerable.Range(0, frameCount * perFrame).Select(_ => random.Next(least, greatest + 1))];
            var sum = (short)samples.Sum(sample => (long)sample);
            if (fields.Length > 6) (fields[5], fields[6]) = ($"{samples[0]}", $"{sum}");
            return new Part(string.Join(' ', fields), fields[0], number, perFrame, After('+', 0), samples);
        }
    }
}
