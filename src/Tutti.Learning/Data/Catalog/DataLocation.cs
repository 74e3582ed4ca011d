namespace Tutti.Learning.Data.Catalog;

/// <summary>Where a data set is.</summary>
/// <param name="Folder">The folder with its files.</param>
/// <param name="Origin">Why there: <c>--data-root</c>, <c>TUTTI_DATA</c>, <c>cache</c>, <c>system</c>, <c>bundled</c>, or
/// <c>path</c>.</param>
/// <param name="File">The file, if it is a single one that was given by its path; else null.</param>
public sealed record DataLocation(string Folder, string Origin, string? File = null);
