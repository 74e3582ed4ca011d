namespace Tutti.Communication.Membership;

/// <summary>The rules of one job's membership.</summary>
internal sealed record CoordinatorSettings
{
    /// <summary>How many ranks the job begins with, and the most it may have unless more are welcome.</summary>
    internal required int WorldSize { get; init; }

    /// <summary>How many ranks a later generation needs at least.</summary>
    internal int MinimumSize { get; init; } = 1;

    /// <summary>
    /// Whether the first ranks come with their numbers, as from a launcher: then whoever has none waits for a later generation.
    /// </summary>
    internal bool AreRanksGiven { get; init; }

    /// <summary>How long the first may wait for the last, when the job begins and after each verdict.</summary>
    internal TimeSpan JoinTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After so long without a sign of life a rank is lost.</summary>
    internal TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long a rank's end, or what others say about it, waits for a better explanation: the rank's own words, or how its process ended.
    /// </summary>
    internal TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// The same for a rank that has left, or is missed by others: its process ends at any moment, and tells why by how it does.
    /// </summary>
    internal TimeSpan LeaveGrace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The coordinator's clock at its time zero.</summary>
    internal long UtcTicksAtZero { get; init; }

    /// <summary>What a rank's flight recorder tells, one line; null where it cannot be read. Optional.</summary>
    internal Func<int, string?>? ReadFlight { get; init; }
}
