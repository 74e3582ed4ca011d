namespace Tutti.Learning.Data.Catalog;

/// <summary>Which files a data set has, and how they are read.</summary>
/// <param name="FindMissing">The names of the files that a folder lacks, for people; empty if it has all.</param>
/// <param name="Load">Reads a folder that has all; what is known about the data set is null for a folder given by its path.</param>
internal sealed record DatasetLayout(
    Func<string, IReadOnlyList<string>> FindMissing, Func<string, DatasetDescription?, ClassificationSplits> Load)
{
    /// <summary>The four IDX files of MNIST and of the data sets that imitate it.</summary>
    internal static DatasetLayout Idx { get; } = new(IdxFolder.FindMissing, IdxFolder.Load);
}
