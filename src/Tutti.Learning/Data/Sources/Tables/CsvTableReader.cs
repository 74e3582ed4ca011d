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
    private int? label;

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
        return builder.Finish(ColumnNames(), label is not null, options.ClassOrder);
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
            return;
        }
        label = FindLabel();
        ReadRow();
    }

    // A label may be a text in every row; it says nothing about the first.
    private bool LooksLikeHeader()
    {
        if (options.LabelColumn is not null) return true;
        var labelColumn = options.LabelIndex < 0 ? options.LabelIndex + fieldCount : options.LabelIndex;
        const int fewestCounted = 3;
        var (features, counted) = (0, 0);
        for (var column = 0; column < fieldCount; column++)
        {
            if (column == labelColumn) continue;
            var text = reader.GetSpan(column);
            var isNumber = TableBuilder.TryParse(text, out var number);
            if (!isNumber && !builder.IsMissing(text)) return true;
            if (isNumber && number == features++) counted++;
        }
        return features >= fewestCounted && counted == features
            && labelColumn is { } own && (uint)own < (uint)fieldCount && !TableBuilder.TryParse(reader.GetSpan(own), out _);
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
            if (column != label && builder.Add(reader.GetSpan(column)) is { } expected) throw Broken(column, expected);
        var labelText = label is { } own ? reader.GetSpan(own) : default;
        if (builder.EndRow(labelText, label is not null) is { } wanted) throw Broken(label!.Value, wanted);
    }

    private InvalidDataException Broken(int column, string expected) => new(
        $"CsvFile: a broken row in '{path}', line {reader.LineNumber}, column " +
        $"{column + 1}{(names is null ? "" : $" ('{names[column]}')")}. " +
        $"Got '{LineReader.Excerpt(reader.GetSpan(column))}'. Expected {expected}. Correct the row.");

    private string[] ColumnNames()
    {
        var all = names ?? [.. Enumerable.Range(0, fieldCount).Select(number => $"{number}")];
        return label is { } own ? [.. all[..own], .. all[(own + 1)..]] : all;
    }
}
