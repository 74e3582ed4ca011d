using System.Text;

namespace Tutti.Learning.Data.Sources.Wfdb;

/// <summary>
/// Reads annotation files in MIT format (PhysioNet: "WFDB Applications Guide", annot(5)): 16-bit little-endian words of a type in the upper
/// six bits and a number in the lower ten, usually the time since the annotation before.
/// </summary>
/// <remarks>
/// Notes at time 0 that describe the file itself (their text begins with <c>## </c>: its time resolution, definitions of its codes) are not
/// returned. Where they give another resolution than the record's frequency, times are converted to the record's samples, to the nearest.
/// </remarks>
public static class WfdbAnnotations
{
    private const int Skip = 59, Number = 60, Subtype = 61, Channel = 62, Auxiliary = 63, LastCode = 49;

    /// <summary>Reads all annotations.</summary>
    /// <param name="record">The record's path without extension.</param>
    /// <param name="annotator">The file's extension. Default: <c>atr</c>, the reference annotations.</param>
    /// <returns>The annotations, in the file's order, which is that of time.</returns>
    /// <exception cref="InvalidDataException">The file is truncated, goes on after its end, or holds a code that does not
    /// exist.</exception>
    /// <exception cref="IOException">
    /// The file cannot be read, or the header where times have another resolution than the record's frequency.
    /// </exception>
    public static IReadOnlyList<WfdbAnnotation> Read(string record, string annotator = "atr")
    {
        ArgumentException.ThrowIfNullOrEmpty(annotator);
        var path = WfdbPath.OfAnnotations(record, annotator);
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"WfdbAnnotations: the record has no annotations '{annotator}'. Got '{path}', where there is no file. Expected it beside the " +
                "header. Check the path, or name another annotator.", path);
        var (annotations, resolution) = WfdbFileNotes.Remove(Parse(File.ReadAllBytes(path), path), path);
        if (resolution is not { } ticks) return annotations;
        var frequency = WfdbHeader.Read(record).SamplingFrequency;
        return ticks == frequency
            ? annotations
            : annotations.ConvertAll(annotation => annotation with { Sample = (long)Math.Round(annotation.Sample * frequency / ticks) });
    }

    internal static List<WfdbAnnotation> Parse(ReadOnlySpan<byte> file, string path)
    {
        var annotations = new List<WfdbAnnotation>();
        var (position, time, channel, number) = (0, 0L, 0, 0);
        while (true)
        {
            var at = position;
            var word = Word(file, ref position, path);
            if (word == 0) break;
            var (type, value) = (word >> 10, word & 0x3FF);
            if (type <= LastCode)
            {
                time += value;
                annotations.Add(new WfdbAnnotation(time, type, 0, channel, number, null));
                continue;
            }
            if (type == Skip)
            {
                // A 32-bit interval as a PDP-11 wrote it: the upper word comes first.
                time += unchecked((int)((uint)Word(file, ref position, path) << 16 | (uint)Word(file, ref position, path)));
                continue;
            }
            if (type is < Number or > Auxiliary) throw Broken(path, at, $"the code {type}", $"0 to {LastCode} or {Skip} to {Auxiliary}");
            if (annotations.Count == 0) throw Broken(path, at, $"the code {type} before the first annotation", "an annotation that it " +
            "belongs to");
            var last = annotations[^1];
            annotations[^1] = type switch
            {
                Number => last with { Number = number = (sbyte)value },
                Subtype => last with { Subtype = (sbyte)value },
                Channel => last with { Channel = channel = (byte)value },
                _ => last with { Text = Text(file, ref position, value, path) },
            };
        }
        // Files were once written in whole blocks of zeros.
        if (file[position..].ContainsAnyExcept((byte)0)) throw Broken(path, position, "more bytes after the end", "none");
        return annotations;
    }

    private static int Word(ReadOnlySpan<byte> file, ref int position, string path)
    {
        if (position + 2 > file.Length)
            throw Broken(path, position, $"the file's end ({file.Length} bytes)", "two bytes of zero that mark the end of annotations. " +
            "It is truncated");
        var word = file[position] | file[position + 1] << 8;
        position += 2;
        return word;
    }

    private static string Text(ReadOnlySpan<byte> file, ref int position, int length, string path)
    {
        if (position + length > file.Length)
            throw Broken(path, position, $"the file's end ({file.Length} bytes)", $"{length} bytes of text. It is truncated");
        var text = Encoding.Latin1.GetString(file.Slice(position, length).TrimEnd((byte)0));
        position = Math.Min(file.Length, position + length + (length & 1));
        return text;
    }

    private static InvalidDataException Broken(string path, int position, string found, string expected) => new(
        $"WfdbAnnotations: '{path}' is broken at byte {position}. Got {found}. Expected {expected}. Get the file again.");
}
