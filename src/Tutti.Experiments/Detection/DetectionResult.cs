using Tutti.Learning.Data.Ecg;

namespace Tutti.Experiments.Detection;

/// <summary>What was found in recordings.</summary>
public sealed record DetectionResult
{
    /// <summary>The recordings that were judged, in the order they were asked for.</summary>
    public required IReadOnlyList<JudgedRecord> Records { get; init; }

    /// <summary>Those that could not be.</summary>
    public required IReadOnlyList<LeftOutRecord> LeftOut { get; init; }

    /// <summary>The threshold: a beat is anomalous if its p-value is at most this, or half of the members vote so.</summary>
    public required double Alpha { get; init; }

    /// <summary>What the values are: p-values, or shares of votes for anomalous. Default: p-values.</summary>
    public bool AreVotes { get; init; }

    /// <summary>How the nodes' p-values were combined, in one word.</summary>
    public required string Combination { get; init; }

    /// <summary>The members, those that did not answer or never came too.</summary>
    public required IReadOnlyList<NodeRemark> Nodes { get; init; }

    /// <summary>The errors that the members' calibrations hold, in any order. Default: none, since they are elsewhere.</summary>
    public IReadOnlyList<double> CalibrationErrors { get; init; } = [];

    /// <summary>Beats with what the members make of them, the most anomalous first. Default: none.</summary>
    public IReadOnlyList<BeatExample> Examples { get; init; } = [];

    /// <summary>What a value is called in tables and charts.</summary>
    internal string ValueName => AreVotes ? "votes" : "p";

    internal IEnumerable<JudgedBeat> Judged => Records.SelectMany(record => record.Beats).Where(beat => beat.Value is not null);
}
