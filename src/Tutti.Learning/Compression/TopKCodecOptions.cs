namespace Tutti.Learning.Compression;

/// <summary>Options of <see cref="TopKCodec"/>.</summary>
public sealed record TopKCodecOptions
{
    /// <summary>The share of values that is kept, more than 0 and at most 1; of n the nearest whole number, at least 1. Default 0.01.</summary>
    public double Share { get; init; } = 0.01;

    /// <summary>How many values are kept instead, at least 1; fewer values are kept all. Null, the default, to go by the share.</summary>
    public int? Count { get; init; }

    internal void ThrowIfInvalid()
    {
        var problems = new List<string>();
        if (!(Share is > 0 and <= 1)) problems.Add($"Share is {Share}, expected 0 < share ≤ 1");
        if (Count < 1) problems.Add($"Count is {Count}, expected at least 1 or null");
        if (problems.Count > 0)
            throw new ArgumentException($"TopKCodecOptions: {string.Join("; ", problems)}. Correct them and try again.");
    }
}
