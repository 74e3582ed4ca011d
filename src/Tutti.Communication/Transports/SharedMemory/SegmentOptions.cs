namespace Tutti.Communication.Transports.SharedMemory;

/// <summary>How a process joins the board that the processes of a job on this machine share.</summary>
internal sealed record SegmentOptions
{
    /// <summary>Names the segment: the same on every rank, and never used by two jobs at a time. Letters, digits, '-' and '.'.</summary>
    internal required string Job { get; init; }

    /// <summary>Of the membership: every generation of a job has a segment of its own.</summary>
    internal int Generation { get; init; }

    /// <summary>The group's name in messages.</summary>
    internal string Group { get; init; } = "workers";

    /// <summary>This process among those of this machine. Rank 0 makes the segment.</summary>
    internal required int Rank { get; init; }

    internal required int Size { get; init; }

    /// <summary>How long a rank may be late: to attach, and in a collective.</summary>
    internal TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many cores the ranks of this machine share; null: all that this process may use.</summary>
    internal int? Cores { get; init; }

    /// <summary>
    /// How many bytes a rank can show the others, half of them at a time; the same on every rank, a multiple of 8,192, at least 32,768.
    /// Default: what two ranks show each other stays in a second-level cache.
    /// </summary>
    internal int StagingBytes { get; init; } = 1 << 20;

    /// <summary>
    /// Takes the way that every system offers (a temporary file, a wait that looks again and again) where there is a better one, too.
    /// </summary>
    internal bool IsPortable { get; init; }
}
