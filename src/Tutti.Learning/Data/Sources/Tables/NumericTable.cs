namespace Tutti.Learning.Data.Sources.Tables;

/// <summary>Numbers in rows and columns, with a class for each row where the source has labels. All in memory.</summary>
/// <param name="ColumnNames">
/// The names of the columns, without the label's and the group's; where the source has none, their numbers from 0.
/// </param>
/// <param name="RowCount">How many rows there are.</param>
/// <param name="Values"><c>RowCount · ColumnNames.Count</c> numbers, row by row; owned by the receiver.</param>
/// <param name="Labels">The class of each row, 0 … ClassNames.Count − 1; null where the source has no labels.</param>
/// <param name="ClassNames">The names of the classes, in the order of their numbers; null where the source has no labels.</param>
public sealed record NumericTable(
    IReadOnlyList<string> ColumnNames, int RowCount, float[] Values, int[]? Labels, IReadOnlyList<string>? ClassNames)
{
    /// <summary>
    /// The group of each row, 0 … GroupNames.Count − 1, for instance its patient; null where no column of groups was asked for.
    /// </summary>
    public int[]? Groups { get; init; }

    /// <summary>The names of the groups, in the order of their numbers; null where no column of groups was asked for.</summary>
    public IReadOnlyList<string>? GroupNames { get; init; }

    /// <summary>How many numbers a row has.</summary>
    public int ColumnCount => ColumnNames.Count;

    /// <summary>The numbers of a row.</summary>
    /// <param name="index">0 … RowCount − 1.</param>
    /// <returns>A view of <see cref="ColumnCount"/> numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> Row(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, RowCount);
        return Values.AsSpan(index * ColumnCount, ColumnCount);
    }
}
