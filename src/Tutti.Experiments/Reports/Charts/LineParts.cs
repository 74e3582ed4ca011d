namespace Tutti.Experiments.Reports.Charts;

/// <summary>What is drawn of a line.</summary>
public enum LineParts
{
    /// <summary>A line with a mark at each point.</summary>
    LineAndMarks,

    /// <summary>A line without dashes, for so many points that marks would hide it, such as a signal.</summary>
    Line,

    /// <summary>Marks alone, for what happened at places along the axis.</summary>
    Marks,
}
