namespace Tutti.Learning.Data.Transforms;

/// <summary>What a <see cref="Pca"/> keeps.</summary>
public sealed record PcaOptions
{
    /// <summary>How many components to keep, 1 … min(N, F). Null, the default: all, or as <see cref="ExplainedShare"/> says.</summary>
    public int? ComponentCount { get; init; }

    /// <summary>
    /// Keep as few components as explain more than this share of the variance, in (0, 1). Null, the default: see
    /// <see cref="ComponentCount"/>.
    /// </summary>
    public double? ExplainedShare { get; init; }

    /// <summary>Whether the transformed columns are divided by their standard deviations. Default: false.</summary>
    public bool Whiten { get; init; }

    internal IEnumerable<string> Validate()
    {
        if (ComponentCount is not null && ExplainedShare is not null)
            yield return $"Pca: both a number and a share. Got {ComponentCount} and {ExplainedShare}. Expected one of them.";
        if (ComponentCount < 1) yield return $"Pca: an impossible number of components. Got {ComponentCount}. Expected at least 1.";
        if (ExplainedShare is { } share && !(share > 0 && share < 1))
            yield return $"Pca: an impossible share of the variance. Got {share}. Expected more than 0 and less than 1.";
    }
}
