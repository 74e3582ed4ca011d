namespace Tutti.Learning.Ensembles;

/// <summary>How <see cref="Bagging"/> goes about it.</summary>
public sealed record BaggingOptions
{
    /// <summary>How each model is made.</summary>
    public required ClassifierRecipe Recipe { get; init; }

    /// <summary>How many models, at least 1; default 10.</summary>
    public int ModelCount { get; init; } = 10;

    /// <summary>How many rows each draws with replacement, at least 1. Null, the default: as many as there are.</summary>
    public int? DrawCount { get; init; }

    /// <summary>Decides the draws and the models' seeds. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>What makes rows the same for the out-of-bag estimate. Null, the default: the content.</summary>
    public RowFingerprints? Identity { get; init; }

    internal void ThrowIfInvalid(int rowCount)
    {
        var problems = new List<string>();
        if (Recipe is null) problems.Add("Recipe is null, expected one");
        if (ModelCount < 1) problems.Add($"ModelCount is {ModelCount}, expected at least 1");
        if (DrawCount < 1) problems.Add($"DrawCount is {DrawCount}, expected at least 1");
        if (Identity is { } identity && identity.Count != rowCount) problems.Add($"Identity is of {identity.Count} rows, expected {rowCount}");
        if (problems.Count > 0) throw new ArgumentException($"BaggingOptions: {string.Join("; ", problems)}. Correct them and try again.");
    }
}
