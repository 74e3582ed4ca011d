namespace Tutti.Communication.Membership;

/// <summary>Whom a member joins, and as what.</summary>
internal sealed record MemberOptions
{
    /// <summary>The coordinator's names or addresses; one of them is enough.</summary>
    internal required IReadOnlyList<string> Hosts { get; init; }

    internal required int Port { get; init; }

    internal required JobSecret Secret { get; init; }

    internal required JoinMessage Join { get; init; }

    /// <summary>The rank in whose process the coordinator runs; null if a launcher hosts it.</summary>
    internal int? CoordinatorRank { get; init; }

    /// <summary>How long to look for the coordinator, and then to wait for the other ranks.</summary>
    internal TimeSpan JoinTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After so long without a word from the coordinator this process is cut off.</summary>
    internal TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Where the flight recorder is kept; null: in memory.</summary>
    internal string? JobFolder { get; init; }

    internal MemberSettings Settings => new()
    {
        Coordinator = (CoordinatorRank is { } rank ? $"the coordinator in rank {rank}'s process" : "the coordinator") +
            $" at {string.Join(" or ", Hosts)}:{Port}",
        CoordinatorRank = CoordinatorRank, JoinTimeout = JoinTimeout, Lease = Lease,
    };
}
