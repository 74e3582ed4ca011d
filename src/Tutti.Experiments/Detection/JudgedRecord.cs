using Tutti.Learning.Data.Ecg;

namespace Tutti.Experiments.Detection;

/// <summary>A recording whose beats were judged.</summary>
/// <param name="Path">Where it lies, as it was asked for.</param>
/// <param name="Record">The recording.</param>
/// <param name="Beats">All its beats in the order of time.</param>
public sealed record JudgedRecord(string Path, EcgRecord Record, IReadOnlyList<JudgedBeat> Beats)
{
    /// <summary>What it is called in tables and pictures: its name; its path where another one of the name was judged too.</summary>
    public string Name { get; init; } = Record.Name;

    /// <summary>How many of its beats could be judged.</summary>
    public int JudgedCount => Beats.Count(beat => beat.Value is not null);

    /// <summary>How many of its beats are anomalous.</summary>
    public int AnomalousCount => Beats.Count(beat => beat.IsAnomalous);

    internal double SecondsOf(JudgedBeat beat) => beat.Beat.Sample / Record.Frequency;
}
