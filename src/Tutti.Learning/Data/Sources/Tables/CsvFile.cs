namespace Tutti.Learning.Data.Sources.Tables;

/// <summary>
/// Reads tables of numbers from CSV files (RFC 4180: quoted fields, doubled quotes), plain or compressed with gzip. Numbers are written
/// with a point; spaces around fields and empty lines do not count.
/// </summary>
public static class CsvFile
{
    /// <summary>Reads a whole file. Besides the table, a row at a time is in memory, and no row may be longer than 16 MB.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; default: commas, a header if there is one, no labels, no missing values.</param>
    /// <returns>The table: all columns but the label's and the group's as numbers, a class for each label, a group for each row.</returns>
    /// <exception cref="ArgumentException">The options contradict each other or the file, such as a label column it lacks.</exception>
    /// <exception cref="InvalidDataException">
    /// A row is broken: the message has the file, the line, the column and the text found. Or the compression is damaged.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NumericTable Read(string path, CsvOptions? options = null)
    {
        options ??= new CsvOptions();
        if (options.Validate().ToArray() is { Length: > 0 } problems)
            throw new ArgumentException($"CsvFile: the options are wrong: {string.Join(" Also: ", problems)}", nameof(options));
        using var reader = new CsvTableReader(path, options);
        return reader.ReadAll();
    }
}
