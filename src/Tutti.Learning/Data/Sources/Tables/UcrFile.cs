using System.Globalization;
using System.Text;

namespace Tutti.Learning.Data.Sources.Tables;

/// <summary>
/// Reads time series of the UCR archive (Dau et al.: "The UCR time series archive", 2019): a line a series, its class first, then the
/// values, between them tabs, commas or spaces, as the archive's editions differ. Plain or compressed with gzip.
/// </summary>
public static class UcrFile
{
    private static readonly System.Buffers.SearchValues<byte> Separators = System.Buffers.SearchValues.Create(" \t,"u8);

    /// <summary>Reads a whole file. Classes are numbered in the order of their values: −1 and 1 become 0 and 1.</summary>
    /// <param name="path">The file.</param>
    /// <param name="missingValues">
    /// What becomes of <c>NaN</c>, which the archive's edition of 2018 uses for missing values and to fill up short series. Default: an
    /// error.
    /// </param>
    /// <returns>The series as rows; columns are named by their numbers from 0. Class names are the labels in their shortest form.</returns>
    /// <exception cref="InvalidDataException">
    /// A line is broken: the message has the file, the line, the column and the text found. Or the compression is damaged.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NumericTable Read(string path, MissingValues missingValues = MissingValues.Refuse)
    {
        using var lines = new LineReader(PackedFile.OpenUnpacked(path), path, "UcrFile");
        var builder = new TableBuilder(missingValues, ["NaN", "nan"]);
        var length = -1;
        while (lines.TryRead(out var line))
        {
            var rest = line;
            var label = Next(ref rest);
            if (label.IsEmpty) continue;
            if (!TableBuilder.TryParse(label, out var number)) throw Broken(path, lines, 1, label, "a class number");
            var rowLength = AddValues(builder, rest, path, lines);
            if (length < 0) length = rowLength;
            else if (rowLength != length)
                throw new InvalidDataException(
                    $"UcrFile: a series of another length in '{path}', line {lines.LineNumber}, column " +
                    $"{Math.Min(rowLength, length) + 2}. " +
                    $"Got {rowLength} values. Expected {length}, as in the first line. Fill up short series with NaN.");
            // The archive's editions write the same class as 1 and as 1.0000000e+00.
            builder.EndRow(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)), hasLabel: true);
        }
        var names = Enumerable.Range(0, Math.Max(0, length)).Select(number => $"{number}").ToArray();
        return builder.Finish(names, hasLabels: true, ClassOrder.Sorted);
    }

    private static int AddValues(TableBuilder builder, ReadOnlySpan<byte> rest, string path, LineReader lines)
    {
        var count = 0;
        for (var field = Next(ref rest); !field.IsEmpty; field = Next(ref rest))
        {
            count++;
            if (builder.Add(field) is { } expected) throw Broken(path, lines, count + 1, field, expected);
        }
        return count;
    }

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest)
    {
        var start = rest.IndexOfAnyExcept(Separators);
        if (start < 0) return default;
        rest = rest[start..];
        var end = rest.IndexOfAny(Separators);
        var field = end < 0 ? rest : rest[..end];
        rest = rest[field.Length..];
        return field;
    }

    private static InvalidDataException Broken(string path, LineReader lines, int column, ReadOnlySpan<byte> found, string expected) => new(
        $"UcrFile: a broken line in '{path}', line {lines.LineNumber}, column {column}. " +
        $"Got '{LineReader.Excerpt(found)}'. Expected {expected}. Correct the line.");
}
