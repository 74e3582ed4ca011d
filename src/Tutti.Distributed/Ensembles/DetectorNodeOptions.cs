namespace Tutti.Distributed.Ensembles;

/// <summary>What a <see cref="DetectorNode"/> gives, and what it says of itself besides name, version and shape.</summary>
public sealed record DetectorNodeOptions
{
    /// <summary>What it gives for a sample. Default: p-values.</summary>
    public DetectorOutput Output { get; init; }

    /// <summary>As <see cref="NodeFacts.TrainingSamples"/>. Default 0, unknown.</summary>
    public long TrainingSamples { get; init; }

    /// <summary>As <see cref="NodeFacts.ValidationScore"/>. Default null, unknown.</summary>
    public double? ValidationScore { get; init; }

    /// <summary>How many threads compute one operation, at least 1; no influence on results. Default 1: members of one machine share its
    /// cores.</summary>
    public int ComputeThreads { get; init; } = 1;

    internal IEnumerable<string> Validate()
    {
        if (!Enum.IsDefined(Output)) yield return $"Output is {Output}, expected {string.Join(" or ", Enum.GetNames<DetectorOutput>())}";
        if (TrainingSamples < 0) yield return $"TrainingSamples is {TrainingSamples}, expected at least 0";
        if (ValidationScore is not (null or (>= 0 and <= 1))) yield return $"ValidationScore is {ValidationScore}, expected 0 to 1, or null";
        if (ComputeThreads < 1) yield return $"ComputeThreads is {ComputeThreads}, expected at least 1";
    }
}
