using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Tutti.Learning.Data.Sources.Tables;

/// <summary>Collects rows of numbers, and their labels, into a table.</summary>
internal sealed class TableBuilder(MissingValues policy, IEnumerable<string> missingTexts)
{
    private readonly byte[][] missing = [.. missingTexts.Select(Encoding.UTF8.GetBytes)];
    private readonly ClassNumbering classes = new(), groups = new();
    private float[] values = [];
    private int filled, rowStart;
    private bool isDropped;

    /// <summary>How many values the current row has so far.</summary>
    public int RowLength => filled - rowStart;

    public int RowCount { get; private set; }

    /// <summary>Adds a value to the current row.</summary>
    /// <returns>Null, or what was expected instead of the text.</returns>
    public string? Add(ReadOnlySpan<byte> text)
    {
        if (TryParse(text, out var value)) return Push(value);
        if (!IsMissing(text)) return float.IsFinite(value) ? "a number" : "a finite number in the range of a float";
        if (policy == MissingValues.Refuse) return "a number, and no missing value; MissingValues says what else may become of it";
        isDropped |= policy == MissingValues.DropRow;
        return Push(float.NaN);
    }

    /// <summary>Ends the current row.</summary>
    /// <param name="label">Its label; empty where there are none.</param>
    /// <param name="hasLabel">Whether rows have labels.</param>
    /// <returns>Null, or what was expected instead of the label.</returns>
    public string? EndRow(ReadOnlySpan<byte> label, bool hasLabel) => EndRow(label, hasLabel, default, hasGroup: false);

    /// <summary>Ends the current row; its group was checked by <see cref="ExpectedGroup"/>.</summary>
    /// <inheritdoc cref="EndRow(ReadOnlySpan{byte}, bool)"/>
    public string? EndRow(ReadOnlySpan<byte> label, bool hasLabel, ReadOnlySpan<byte> group, bool hasGroup)
    {
        if (hasLabel && IsMissing(label))
        {
            if (policy != MissingValues.DropRow) return "a label";
            isDropped = true;
        }
        // What is no text in UTF-8 would become the same replacement characters, and different classes one.
        if (hasLabel && !Utf8.IsValid(label)) return "a label in UTF-8. Save the file with that encoding";
        if (isDropped) filled = rowStart;
        else
        {
            if (hasLabel) classes.Add(label);
            if (hasGroup) groups.Add(group);
            RowCount++;
        }
        (rowStart, isDropped) = (filled, false);
        return null;
    }

    /// <summary>Looks at the current row's group; a missing one drops the row where the policy says so.</summary>
    /// <returns>Null, or what was expected instead.</returns>
    public string? ExpectedGroup(ReadOnlySpan<byte> group)
    {
        if (!Utf8.IsValid(group)) return "a group in UTF-8. Save the file with that encoding";
        if (!IsMissing(group)) return null;
        isDropped = policy == MissingValues.DropRow;
        return isDropped ? null : "a group";
    }

    public bool IsMissing(ReadOnlySpan<byte> text)
    {
        foreach (var candidate in missing)
            if (text.SequenceEqual(candidate)) return true;
        return false;
    }

    public NumericTable Finish(IReadOnlyList<string> columnNames, bool hasLabels, ClassOrder order, bool hasGroups)
    {
        var table = Finish(columnNames, hasLabels, order);
        if (!hasGroups) return table;
        var (numbers, names) = groups.Finish(order);
        return table with { Groups = numbers, GroupNames = names };
    }

    public NumericTable Finish(IReadOnlyList<string> columnNames, bool hasLabels, ClassOrder order)
    {
        Array.Resize(ref values, filled);
        if (!hasLabels) return new NumericTable(columnNames, RowCount, values, null, null);
        var (labels, classNames) = classes.Finish(order);
        return new NumericTable(columnNames, RowCount, values, labels, classNames);
    }

    /// <summary>A finite number; most fields of real tables are short whole numbers, which need no general parser.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out float value)
    {
        if (text.Length is > 0 and <= 7)
        {
            var whole = 0;
            foreach (var character in text)
            {
                var digit = character - '0';
                if ((uint)digit > 9) return TryParseAny(text, out value);
                whole = 10 * whole + digit;
            }
            value = whole;
            return true;
        }
        return TryParseAny(text, out value);
    }

    private static bool TryParseAny(ReadOnlySpan<byte> text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);

    private string? Push(float value)
    {
        if (filled == values.Length)
        {
            if (values.Length == Array.MaxLength) return $"at most {Array.MaxLength} numbers in all";
            Array.Resize(ref values, (int)Math.Min(Array.MaxLength, Math.Max(1024, 2L * values.Length)));
        }
        values[filled++] = value;
        return null;
    }
}
