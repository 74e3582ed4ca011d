using System.Globalization;
using System.Text;
using CsvHelper;

namespace Tutti.Learning.Data.Sources.Tables;

/// <summary>Reads one CSV file from front to end.</summary>
internal sealed class CsvTableReader : IDisposable
{
    private const int LongestRecord = 1 << 24;

    private readonly string path;
    private readonly CsvOptions options;
    private readonly Stream content;
    private readonly CsvReader reader;
    private readonly TableBuilder builder;
    private string[]? names;
    private int fieldCount;
    private int? label, group;

    public CsvTableReader(string path, CsvOptions options)
    {
        this.path = path;
        this.options = options;
        builder = new TableBuilder(options.MissingValues, options.MissingTexts);
        content = PackedFile.OpenUnpacked(path);
        reader = CsvReader.Create(content, new CsvReaderOptions
        {
            Separator = options.Delimiter,
            HasHeader = false,
            TrackLineNumbers = true,
            TrimWhitespace = true,
            SkipEmptyLines = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            MaxRecordSize = LongestRecord,
        }, leaveOpen: true);
    }

    public NumericTable ReadAll()
    {
        if (ReadRecord()) ReadFirst();
        while (ReadRecord()) ReadRow();
        return builder.Finish(ColumnNames(), label is not null, options.ClassOrder, group is not null);
    }

    public void Dispose()
    {
        reader.Dispose();
        content.Dispose();
    }

    private bool ReadRecord()
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException cause)
        {
            throw new InvalidDataException(
                $"CsvFile: a broken row in '{path}', line {cause.LineNumber}. Got: {cause.Message} " +
                "Expected fields as RFC 4180 writes them. Correct the row.", cause);
        }
        catch (Exception cause) when (PackedFile.IsDamage(cause))
        {
            throw PackedFile.Damaged(path, "CsvFile", cause);
        }
    }

    private void ReadFirst()
    {
        fieldCount = reader.FieldCount;
        if (options.HasHeader ?? LooksLikeHeader())
        {
            names = new string[fieldCount];
            for (var column = 0; column < fieldCount; column++) names[column] = reader.GetString(column);
            if (fieldCount > 0) names[0] = names[0].TrimStart('\uFEFF');
            label = FindLabel();
            group = FindGroup();
            return;
        }
        label = FindLabel();
        group = FindGroup();
        ReadRow();
    }

    // A label may be a text in every row; it says nothing about the first.
    private bool LooksLikeHeader()
    {
        var groupColumn = GroupNumber;
        if (options.LabelColumn is not null || (options.GroupColumn is not null && groupColumn is null)) return true;
        var labelColumn = options.LabelIndex < 0 ? options.LabelIndex + fieldCount : options.LabelIndex;
        const int fewestCounted = 3;
        var (features, counted) = (0, 0);
        for (var column = 0; column < fieldCount; column++)
        {
            if (column == labelColumn || column == groupColumn) continue;
            var text = reader.GetSpan(column);
            var isNumber = TableBuilder.TryParse(text, out var number);
            if (!isNumber && !builder.IsMissing(text)) return true;
            if (isNumber && number == features++) counted++;
        }
        return features >= fewestCounted && counted == features
            && labelColumn is { } own && (uint)own < (uint)fieldCount && !TableBuilder.TryParse(reader.GetSpan(own), out _);
    }

    private int? GroupNumber => int.TryParse(options.GroupColumn, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private int? FindGroup()
    {
        if (options.GroupColumn is not { } wanted) return null;
        if (names is null && GroupNumber is null)
            throw new ArgumentException($"CsvFile: '{path}' has no header to find a column of groups in. Got '{wanted}'. Expected a column's number.");
        var named = names is null ? -1 : Array.IndexOf(names, wanted);
        var column = named >= 0 ? named : GroupNumber ?? -1;
        if ((uint)column >= (uint)fieldCount)
            throw new ArgumentException($"CsvFile: no such column of groups in '{path}'. Got '{wanted}'. " +
                (names is null ? $"Expected 0 to {fieldCount - 1}." : NearestName.Suggest(wanted, names)));
        return column != label ? column : throw new ArgumentException(
            $"CsvFile: one column of '{path}' cannot be the label and the group. Got '{wanted}' as the group. Expected another column, or label.");
    }

    private int? FindLabel()
    {
        if (options.LabelColumn is { } name)
        {
            var found = Array.IndexOf(names!, name);
            return found >= 0 ? found : throw new ArgumentException(
                $"CsvFile: no such label column in '{path}'. Got '{name}'. {NearestName.Suggest(name, names!)}");
        }
        if (options.LabelIndex is not { } index) return null;
        var column = index < 0 ? index + fieldCount : index;
        return (uint)column < (uint)fieldCount ? column : throw new ArgumentException(
            $"CsvFile: no such label column in '{path}'. Got number {index} of {fieldCount} columns. " +
            $"Expected {-fieldCount} to {fieldCount - 1}.");
    }

    private void ReadRow()
    {
        if (reader.FieldCount != fieldCount)
            throw new InvalidDataException(
                $"CsvFile: a row of another length in '{path}', line {reader.LineNumber}, column " +
                $"{Math.Min(reader.FieldCount, fieldCount) + 1}. " +
                $"Got {reader.FieldCount} fields: '{LineReader.Excerpt(reader.RawRecord)}'. Expected {fieldCount}, as in the first row. " +
                "Correct the row, or the delimiter.");
        for (var column = 0; column < fieldCount; column++)
            if (column != label && column != group && builder.Add(reader.GetSpan(column)) is { } expected) throw Broken(column, expected);
        var labelText = label is { } own ? reader.GetSpan(own) : default;
        var groupText = group is { } grouping ? reader.GetSpan(grouping) : default;
        if (group is { } place && builder.ExpectedGroup(groupText) is { } needed) throw Broken(place, needed);
        if (builder.EndRow(labelText, label is not null, groupText, group is not null) is { } wanted) throw Broken(label!.Value, wanted);
    }

    private InvalidDataException Broken(int column, string expected) => new(
        $"CsvFile: a broken row in '{path}', line {reader.LineNumber}, column " +
        $"{column + 1}{(names is null ? "" : $" ('{names[column]}')")}. " +
        $"Got '{LineReader.Excerpt(reader.GetSpan(column))}'. Expected {expected}. Correct the row.");

    private string[] ColumnNames()
    {
        var all = names ?? [.. Enumerable.Range(0, fieldCount).Select(number => $"{number}")];
        return [.. all.Where((_, column) => column != label && column != group)];
    }
}
