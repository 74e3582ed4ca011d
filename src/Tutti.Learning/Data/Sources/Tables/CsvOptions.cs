namespace Tutti.Learning.Data.Sources.Tables;

/// <summary>How a CSV file is to be read.</summary>
public sealed record CsvOptions
{
    /// <summary>
    /// Whether the first row holds names. Null, the default: it does if any of its fields, but for the label's, is neither a number nor
    /// one of <see cref="MissingTexts"/>; or if they are three or more and count 0, 1, 2 …, as pandas names columns without names, and the
    /// label's is no number.
    /// </summary>
    public bool? HasHeader { get; init; }

    /// <summary>What stands between fields, one ASCII character; default: a comma.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>The name of the label's column, which needs a header; null, the default: see <see cref="LabelIndex"/>.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>The label's column by number, from 0, or counted from the end: −1 is the last. Null, the default: no labels.</summary>
    public int? LabelIndex { get; init; }

    /// <summary>
    /// The column that says which group a row belongs to, such as a patient, by name (which needs a header) or number from 0; it is then no
    /// value of the samples, and may hold any texts. Null, the default: no groups.
    /// </summary>
    public string? GroupColumn { get; init; }

    /// <summary>Which class gets which number. Default: sorted.</summary>
    public ClassOrder ClassOrder { get; init; }

    /// <summary>What becomes of missing values. Default: they are errors.</summary>
    public MissingValues MissingValues { get; init; }

    /// <summary>The texts that say that a value is missing. Default: nothing at all, <c>NA</c>, <c>N/A</c>, <c>NaN</c>, <c>nan</c>,
    /// <c>null</c> and <c>?</c>.</summary>
    public IReadOnlyList<string> MissingTexts { get; init; } = ["", "NA", "N/A", "NaN", "nan", "null", "?"];

    /// <summary>Everything wrong with the options.</summary>
    internal IEnumerable<string> Validate()
    {
        if (LabelColumn is not null && LabelIndex is not null)
            yield return $"both a label's name and its number. Got '{LabelColumn}' and {LabelIndex}. Expected one of them.";
        if (LabelColumn is not null && HasHeader == false)
            yield return $"a label's name without a header. Got '{LabelColumn}'. Expected LabelIndex, or HasHeader other than false.";
        if (!char.IsAscii(Delimiter) || "\"\r\n0123456789.-+eE".Contains(Delimiter))
            yield return $"an impossible delimiter. Got '{Delimiter}'. Expected one ASCII character that no number contains.";
        if (!Enum.IsDefined(ClassOrder)) yield return $"an unknown class order. Got {ClassOrder}. Expected Sorted or Appearance.";
        if (!Enum.IsDefined(MissingValues))
            yield return $"an unknown policy for missing values. Got {MissingValues}. Expected Refuse, KeepAsNaN or DropRow.";
    }
}
