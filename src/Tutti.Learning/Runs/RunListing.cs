namespace Tutti.Learning.Runs;

/// <summary>A folder under the folder of runs.</summary>
/// <param name="Folder">Its path.</param>
/// <param name="Record">What its <c>run.json</c> says; null if it cannot be read.</param>
/// <param name="Problem">Why it cannot be read; null if it can.</param>
public sealed record RunListing(string Folder, RunRecord? Record, string? Problem)
{
    /// <summary>The folder's name.</summary>
    public string Name => Path.GetFileName(Folder);
}
