namespace Tutti.Learning.Data.Sources.Tables;

/// <summary>
/// Reads scikit-learn's <c>digits.csv.gz</c> (UCI: "Optical Recognition of Handwritten Digits", E. Alpaydin, C. Kaynak, 1998): rows of 8 ×
/// 8 grey levels of 0 to 16 and the digit, without a header.
/// </summary>
public static class DigitsFile
{
    private const int PixelCount = 64, MostGrey = 16, ClassCount = 10;

    /// <summary>Reads a whole file, plain or compressed with gzip.</summary>
    /// <param name="path">The file.</param>
    /// <returns>64 columns, row by row of the image, with the grey levels as they are; the classes 0 to 9.</returns>
    /// <exception cref="InvalidDataException">A row is broken, or has other fields than grey levels and a digit.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NumericTable Read(string path)
    {
        var table = CsvFile.Read(path, new CsvOptions { HasHeader = false });
        if (table.RowCount > 0 && table.ColumnCount != PixelCount + 1)
            throw new InvalidDataException(
                $"DigitsFile: '{path}' has other columns. Got {table.ColumnCount}. Expected {PixelCount} grey levels and a digit.");
        var values = new float[table.RowCount * PixelCount];
        var labels = new int[table.RowCount];
        for (var row = 0; row < table.RowCount; row++)
        {
            var source = table.Row(row);
            for (var column = 0; column <= PixelCount; column++)
            {
                var most = column == PixelCount ? ClassCount - 1 : MostGrey;
                if (source[column] < 0 || source[column] > most || source[column] != MathF.Floor(source[column]))
                    throw new InvalidDataException(
                        $"DigitsFile: an impossible value in '{path}', row {row + 1}, column {column + 1}. Got {source[column]}. " +
                        $"Expected a whole number of 0 to {most}. Get the file again.");
            }
            source[..PixelCount].CopyTo(values.AsSpan(row * PixelCount));
            labels[row] = (int)source[PixelCount];
        }
        string[] columnNames = [.. Enumerable.Range(0, PixelCount).Select(number => $"pixel_{number / 8}_{number % 8}")];
        string[] classNames = [.. Enumerable.Range(0, ClassCount).Select(digit => $"{digit}")];
        return new NumericTable(columnNames, table.RowCount, values, labels, classNames);
    }
}
