namespace Tutti.Learning.Data.Catalog;

/// <summary>Where a data set is.</summary>
/// <param name="Folder">The folder with its files.</param>
/// <param name="Origin">Why there: <c>--data-root</c>, <c>TUTTI_DATA</c>, <c>cache</c>, <c>system</c>, <c>bundled</c>, or
/// <c>path</c>.</param>
public sealed record DataLocation(string Folder, string Origin);
