using System.Net;

namespace Tutti.Communication.Membership;

/// <summary>Where a coordinator listens, and for which job.</summary>
internal sealed record CoordinatorOptions
{
    /// <summary>How many ranks the job begins with.</summary>
    internal required int WorldSize { get; init; }

    /// <summary>What its processes prove to know.</summary>
    internal required JobSecret Secret { get; init; }

    /// <summary>The address to listen at. Default loopback: only this machine.</summary>
    internal IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0, the default, for a free one.</summary>
    internal int Port { get; init; }

    /// <summary>How many ranks a later generation needs at least.</summary>
    internal int MinimumSize { get; init; } = 1;

    /// <summary>Whether the first ranks come with their numbers.</summary>
    internal bool AreRanksGiven { get; init; }

    /// <summary>How long the first may wait for the last.</summary>
    internal TimeSpan JoinTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After so long without a sign of life a rank is lost.</summary>
    internal TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Where flight recorders of this machine's ranks lie; null if nowhere.</summary>
    internal string? JobFolder { get; init; }

    internal CoordinatorSettings Settings => new()
    {
        WorldSize = WorldSize, MinimumSize = MinimumSize, AreRanksGiven = AreRanksGiven, JoinTimeout = JoinTimeout, Lease = Lease, UtcTicksAtZero = DateTime.UtcNow.Ticks,
        ReadFlight = JobFolder is { } folder ? rank => FlightReport.Read(folder, rank)?.Describe() : null,
    };
}
