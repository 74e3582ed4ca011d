namespace Tutti.Learning.Data.Catalog;

/// <summary>How a file with a table is read as a data set.</summary>
public sealed record TableOptions
{
    /// <summary>The column with the class, by its name or its number from 0. Null, the default: the last column.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>
    /// The column of a CSV file that says which group a row belongs to, such as a patient, by its name or its number from 0; it is then no
    /// value of the samples. The test part is cut without regard to it. Null, the default: no groups.
    /// </summary>
    public string? GroupColumn { get; init; }

    /// <summary>The share of rows to measure on, more than 0 and less than 1. Null, the default: 0.2.</summary>
    public double? TestShare { get; init; }

    /// <summary>
    /// The names of the classes in the order of their numbers, as a model learned them from another table; a row of another class is an
    /// error. Null, the default: those that occur, sorted.
    /// </summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>
    /// What the columns of a CSV file are standardised with, as a model learned them from another table. Null, the default: what this
    /// table's training rows give.
    /// </summary>
    public ColumnScaling? Columns { get; init; }
}
