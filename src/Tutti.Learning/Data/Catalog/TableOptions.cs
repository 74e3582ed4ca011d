namespace Tutti.Learning.Data.Catalog;

/// <summary>How a file with a table is read as a data set.</summary>
public sealed record TableOptions
{
    /// <summary>The column with the class, by its name or its number from 0. Null, the default: the last column.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>The share of rows to measure on, more than 0 and less than 1. Default: 0.2.</summary>
    public double TestShare { get; init; } = 0.2;
}
