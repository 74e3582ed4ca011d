namespace Tutti.Communication.Membership;

/// <summary>A member's rules.</summary>
internal sealed record MemberSettings
{
    /// <summary>How messages name the coordinator: what it is and where.</summary>
    internal required string Coordinator { get; init; }

    /// <summary>The rank in whose process the coordinator runs; null if a launcher hosts it.</summary>
    internal int? CoordinatorRank { get; init; }

    /// <summary>How long to wait for a roster.</summary>
    internal TimeSpan JoinTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After so long without a word from the coordinator the member is cut off.</summary>
    internal TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Between signs of life.</summary>
    internal TimeSpan AliveInterval { get; init; } = TimeSpan.FromMilliseconds(500);
}
