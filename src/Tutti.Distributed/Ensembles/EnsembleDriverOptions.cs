namespace Tutti.Distributed.Ensembles;

/// <summary>How an <see cref="EnsembleDriver"/> asks nodes and makes one answer of theirs.</summary>
public sealed record EnsembleDriverOptions
{
    /// <summary>How nodes' values become one. Default: <see cref="Combination.Mean"/>.</summary>
    public Combination Combination { get; init; } = Combination.Mean;

    /// <summary>How long a whole answer may take, from the first chunk that is sent; more than zero, at most 24 days. Default 30
    /// seconds.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From how many nodes an answer must come; at least 1. Default 1.</summary>
    public int MinimumNodes { get; init; } = 1;

    /// <summary>How many bytes of samples a node is sent at once, at most; at least 1, and a chunk has at least one sample. No influence on
    /// results. Default 4 MB.</summary>
    public int ChunkBytes { get; init; } = 4 << 20;

    /// <summary>What nodes are to give: with <see cref="DetectorOutput.PValues"/> a node that gives a value outside 0 … 1 is left out of the
    /// answer. Default null: any finite numbers.</summary>
    public DetectorOutput? Output { get; init; }

    /// <summary>Which nodes may be added, by name, with the version each must have. Default null: any.</summary>
    public IReadOnlyDictionary<string, string>? ExpectedVersions { get; init; }

    internal IEnumerable<string> Validate()
    {
        if (Combination is null) yield return "Combination is null, expected for instance Combination.Mean";
        if (Deadline <= TimeSpan.Zero || Deadline.TotalMilliseconds > int.MaxValue)
            yield return $"Deadline is {Deadline}, expected more than zero and at most 24 days";
        if (MinimumNodes < 1) yield return $"MinimumNodes is {MinimumNodes}, expected at least 1";
        if (ChunkBytes < 1) yield return $"ChunkBytes is {ChunkBytes}, expected at least 1";
        if (Output is { } output && !Enum.IsDefined(output)) yield return $"Output is {output}, expected PValues, Scores or null";
        if (MinimumNodes > ExpectedVersions?.Count)
            yield return $"MinimumNodes is {MinimumNodes} with {ExpectedVersions.Count} expected versions, expected at most as many";
    }
}
