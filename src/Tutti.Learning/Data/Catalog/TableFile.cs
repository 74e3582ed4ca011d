using System.Globalization;
using Tutti.Learning.Data.Sources.Arrays;
using Tutti.Learning.Data.Sources.Tables;
using Tutti.Learning.Data.Transforms;
using Tutti.Tensors;

namespace Tutti.Learning.Data.Catalog;

/// <summary>
/// A file of the user's own as a data set: CSV with a column of classes; a UCR text file; NumPy or MATLAB files with the variables <c>x</c>
/// (<c>[N, …]</c> numbers) and <c>y</c> (N classes). Columns of CSV files are standardised, each for itself; the others are taken as they
/// are.
/// </summary>
internal static class TableFile
{
    private const double DefaultTestShare = 0.2;

    private static readonly string[] CsvExtensions = [".csv", ".csv.gz"], UcrExtensions = [".txt", ".tsv"];

    internal static IReadOnlyList<string> Extensions { get; } = [.. CsvExtensions, .. UcrExtensions, ".npz", ".mat"];

    internal static bool IsTable(string path) => Ends(path, Extensions);

    internal static ClassificationSplits Load(string path, TableOptions options)
    {
        var share = options.TestShare ?? DefaultTestShare;
        if (!(share is > 0 and < 1))
            throw new ArgumentException($"TableFile: nothing would be left. Got a test share of {share}. Expected more than 0 and less than 1.");
        var isCsv = Ends(path, CsvExtensions);
        if (options.LabelColumn is { } label && !isCsv)
            throw new ArgumentException(
                $"TableFile: only CSV files have a column of classes to choose. Got '{label}' for '{path}'. Expected no label column.");
        if (options.GroupColumn is { } group && !isCsv)
            throw new ArgumentException($"TableFile: only CSV files have a column of groups. Got '{group}' for '{path}'. Expected no group column.");
        var (table, shape) = Read(path, options);
        Check(path, table);
        if (options.Classes is { } classes) table = Renumber(path, table, classes);
        return TableLayout.Split(
            Path.GetFileName(path), table, shape, Standardization.None, share,
            !isCsv ? null : options.Columns is { } given ? Known(path, table, given) : new StandardScaler());
    }

    private static (NumericTable Table, Shape SampleShape) Read(string path, TableOptions options)
    {
        // What else a file holds is not looked at, whatever it is.
        if (Ends(path, [".npz"]))
        {
            Require(path, NpzFile.Names(path));
            var arrays = NpzFile.Read(path, new NpzOptions { Names = ["x", "y"] });
            return Arrays(path, arrays["x"], arrays["y"]);
        }
        if (Ends(path, [".mat"]))
        {
            Require(path, MatFile.Names(path));
            var variables = MatFile.Read(path, ["x", "y"]);
            return Arrays(path, Numbers(path, variables, "x"), Numbers(path, variables, "y"));
        }
        var table = Ends(path, UcrExtensions) ? UcrFile.Read(path) : ReadCsv(path, options);
        return (table, [table.ColumnCount]);
    }

    private static NumericTable ReadCsv(string path, TableOptions options)
    {
        var label = options.LabelColumn;
        var isNumber = int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return CsvFile.Read(path, label is not null && !isNumber
            ? new CsvOptions { LabelColumn = label, GroupColumn = options.GroupColumn }
            : new CsvOptions { LabelIndex = isNumber ? number : -1, GroupColumn = options.GroupColumn });
    }

    private static (NumericTable Table, Shape SampleShape) Arrays(string path, NumericArray x, NumericArray y)
    {
        var rows = x.Shape.Rank == 0 ? 0 : x.Shape[0];
        if (y.Count != rows)
            throw new InvalidDataException(
                $"TableFile: x and y of '{path}' do not belong together. Got {x.Shape} and {y.Shape}. Expected a class number a row.");
        var values = x.ToSingles();
        var width = rows == 0 ? 0 : values.Length / rows;
        if (Array.FindIndex(values, value => !float.IsFinite(value)) is >= 0 and var wrong)
            throw new InvalidDataException(
                $"TableFile: a value of x in '{path}' is not finite as a float. Got {x.ToDoubles()[wrong]} in row {wrong / width}. " +
                "Expected finite numbers. Drop or fill missing values first.");
        var classes = Classes(path, y);
        long[] names = [.. classes.Distinct().Order()];
        var table = new NumericTable(
            [.. Enumerable.Range(0, width).Select(column => $"{column}")], rows, values,
            Array.ConvertAll(classes, value => Array.BinarySearch(names, value)),
            [.. names.Select(value => value.ToString(CultureInfo.InvariantCulture))]);
        // A vector is a column, as a table has it.
        return (table, x.Shape.Rank < 2 ? [1] : Shape.Create(x.Shape.AsSpan()[1..]));
    }

    private static long[] Classes(string path, NumericArray y)
    {
        try
        {
            return y.ToInt64s();
        }
        catch (InvalidOperationException cause)
        {
            throw new InvalidDataException(
                $"TableFile: y of '{path}' holds no classes. Got {y} with numbers that are not whole, or beyond 64 bits. " +
                "Expected a whole number a row.", cause);
        }
    }

    // Classes by their names; where these are words, by their numbers too.
    private static NumericTable Renumber(string path, NumericTable table, IReadOnlyList<string> classes)
    {
        var known = classes.Select((name, number) => (name, number)).ToDictionary(pair => pair.name, pair => pair.number);
        if (!classes.Any(name => int.TryParse(name, CultureInfo.InvariantCulture, out _)))
            for (var number = 0; number < classes.Count; number++) known.Add($"{number}", number);
        int[] numbers = [.. table.ClassNames!.Select(name => known.TryGetValue(name, out var number) ? number : throw new InvalidDataException(
            $"TableFile: '{path}' has a class that the model does not know. Got '{name}'. {NearestName.Suggest(name, classes)}"))];
        return table with { Labels = Array.ConvertAll(table.Labels!, label => numbers[label]), ClassNames = classes };
    }

    private static StandardScaler Known(string path, NumericTable table, ColumnScaling given) =>
        given.Means.Count == table.ColumnCount && given.Scales.Count == table.ColumnCount
            ? StandardScaler.Of(given)
            : throw new InvalidDataException(
                $"TableFile: '{path}' has other columns than the table that the model learned from. Got {table.ColumnCount} besides the class. " +
                $"Expected {given.Means.Count}.");

    private static void Require(string path, IReadOnlyList<string> names)
    {
        foreach (var name in new[] { "x", "y" })
            if (!names.Contains(name))
                throw new InvalidDataException(
                    $"TableFile: '{path}' has no variable '{name}'. Got {string.Join(", ", names.Order(StringComparer.Ordinal))}. " +
                    "Expected x with the samples and y with their classes.");
    }

    private static NumericArray Numbers(string path, IReadOnlyList<MatVariable> variables, string name)
    {
        var found = variables.First(variable => variable.Name == name);
        return found.IsText
            ? throw new InvalidDataException($"TableFile: the variable '{name}' of '{path}' is text. Expected numbers.")
            : found.Array;
    }

    private static void Check(string path, NumericTable table)
    {
        var classes = table.ClassNames?.Count ?? 0;
        if (table.RowCount < 2 || table.ColumnCount == 0 || classes is < 1 or > 256)
            throw new InvalidDataException(
                $"TableFile: '{path}' cannot be learnt from. Got {table.RowCount} rows of {table.ColumnCount} values in {classes} classes. " +
                "Expected at least 2 rows, 1 value besides the class, and 1 to 256 classes. " +
                "Check which column or variable holds the class, and that commas separate the fields of a CSV file.");
    }

    private static bool Ends(string path, IEnumerable<string> extensions) =>
        extensions.Any(extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
}
