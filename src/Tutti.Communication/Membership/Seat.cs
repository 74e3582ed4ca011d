namespace Tutti.Communication.Membership;

/// <summary>One process at the coordinator.</summary>
internal sealed class Seat(int connection, JoinMessage join, TimeSpan now)
{
    internal int Connection { get; } = connection;

    internal MemberFacts Facts { get; } = join.Facts;

    internal string Purpose { get; } = join.Purpose;

    internal TimeSpan JoinedAt { get; } = now;

    /// <summary>The rank it wants before it takes part, and has from then on; null: any.</summary>
    internal int? Rank { get; set; } = join.Rank;

    internal SeatStatus Status { get; set; } = SeatStatus.Waiting;

    /// <summary>Its rank in the generation before.</summary>
    internal int? PreviousRank { get; set; }

    internal TimeSpan LastSeen { get; set; } = now;

    internal RankActivity Activity { get; set; } = RankActivity.None;

    internal TimeSpan ActivitySeen { get; set; } = now;

    /// <summary>How its process ended after the rank had left; null while that is not known.</summary>
    internal ProcessEnd? End { get; set; }

    internal byte[]? Part { get; set; }

    internal int ShareRound { get; set; }

    /// <summary>As messages name it.</summary>
    public override string ToString() => Rank is { } rank ? $"rank {rank} ({Facts})" : Facts.ToString();
}

/// <summary>How far a process takes part.</summary>
internal enum SeatStatus
{
    /// <summary>It has joined and waits for a generation to begin.</summary>
    Waiting,
    /// <summary>It is a rank of the current generation.</summary>
    Active,
    /// <summary>It is a survivor that has asked for the next generation.</summary>
    Rejoining,
    /// <summary>It ended its work in good order.</summary>
    Left,
    /// <summary>It is gone.</summary>
    Lost,
}
