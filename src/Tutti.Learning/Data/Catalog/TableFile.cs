using System.Globalization;
using Tutti.Learning.Data.Sources.Arrays;
using Tutti.Learning.Data.Sources.Tables;
using Tutti.Tensors;

namespace Tutti.Learning.Data.Catalog;

/// <summary>
/// A file of the user's own as a data set: CSV with a column of classes; a UCR text file; NumPy or MATLAB files with the variables <c>x</c>
/// (<c>[N, …]</c> numbers) and <c>y</c> (N classes). Columns of tables are standardised, each for itself; arrays are taken as they are.
/// </summary>
internal static class TableFile
{
    private static readonly string[] CsvExtensions = [".csv", ".csv.gz"], UcrExtensions = [".txt", ".tsv"];

    internal static IReadOnlyList<string> Extensions { get; } = [.. CsvExtensions, .. UcrExtensions, ".npz", ".mat"];

    internal static bool IsTable(string path) => Ends(path, Extensions);

    internal static ClassificationSplits Load(string path, TableOptions options)
    {
        if (!(options.TestShare is > 0 and < 1))
            throw new ArgumentException($"TableFile: nothing would be left. Got a test share of {options.TestShare}. Expected more than 0 and less than 1.");
        var name = Path.GetFileName(path);
        if (Ends(path, [".npz"])) return Arrays(name, path, NpzFile.Read(path), options);
        if (Ends(path, [".mat"]))
            return Arrays(name, path, MatFile.Read(path).Where(variable => variable.Array is not null).ToDictionary(v => v.Name, v => v.Array!), options);
        var table = Ends(path, UcrExtensions) ? UcrFile.Read(path) : ReadCsv(path, options.LabelColumn);
        Check(path, table.RowCount, table.ClassNames!.Count);
        return TableLayout.Split(name, table, [table.ColumnCount], Standardization.None, options.TestShare, scalesColumns: !Ends(path, UcrExtensions));
    }

    private static NumericTable ReadCsv(string path, string? label)
    {
        if (label is not null && !int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return CsvFile.Read(path, new CsvOptions { LabelColumn = label });
        return CsvFile.Read(path, new CsvOptions { LabelIndex = label is null ? -1 : int.Parse(label, CultureInfo.InvariantCulture) });
    }

    private static ClassificationSplits Arrays(string name, string path, IReadOnlyDictionary<string, NumericArray> arrays, TableOptions options)
    {
        var (x, y) = (Find(arrays, "x", path), Find(arrays, "y", path));
        var rows = x.Shape.Rank == 0 ? 0 : x.Shape[0];
        if (y.Shape.ElementCount != rows)
            throw new InvalidDataException($"TableFile: x and y of '{path}' do not belong together. Got {x.Shape} and {y.Shape}. Expected a class a row.");
        var classes = y.ToDoubles();
        double[] values = [.. classes.Distinct().Order()];
        Check(path, rows, values.Length);
        string[] columns = [.. Enumerable.Range(0, rows == 0 ? 0 : x.Shape.ElementCount / rows).Select(column => $"{column}")];
        var table = new NumericTable(
            columns, rows, Array.ConvertAll(x.ToDoubles(), value => (float)value), Array.ConvertAll(classes, value => Array.BinarySearch(values, value)),
            [.. values.Select(value => value.ToString(CultureInfo.InvariantCulture))]);
        return TableLayout.Split(
            name, table, Shape.Create(x.Shape.AsSpan()[1..]), Standardization.None, options.TestShare, scalesColumns: false);
    }

    private static NumericArray Find(IReadOnlyDictionary<string, NumericArray> arrays, string name, string path) =>
        arrays.GetValueOrDefault(name) ?? throw new InvalidDataException(
            $"TableFile: '{path}' has no variable '{name}'. Got {string.Join(", ", arrays.Keys.Order(StringComparer.Ordinal))}. " +
            "Expected x with the samples and y with their classes.");

    private static void Check(string path, int rows, int classes)
    {
        if (rows < 2 || classes is < 1 or > 256)
            throw new InvalidDataException(
                $"TableFile: '{path}' cannot be learnt from. Got {rows} rows in {classes} classes. Expected at least 2 rows and 1 to 256 classes. " +
                "Say which column holds the class.");
    }

    private static bool Ends(string path, IEnumerable<string> extensions) =>
        extensions.Any(extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
}
