namespace Tutti.Learning.Data;

/// <summary>A data set's training and test part, standardised alike.</summary>
/// <param name="Name">The data set's name, for instance <c>mnist</c>, or the folder's.</param>
/// <param name="Train">What to learn from.</param>
/// <param name="Test">What to measure on.</param>
public sealed record ClassificationSplits(string Name, ClassificationDataset Train, ClassificationDataset Test)
{
    /// <summary>What the columns of a table were standardised with before; null where each value is as it came.</summary>
    public ColumnScaling? Columns { get; init; }
}
