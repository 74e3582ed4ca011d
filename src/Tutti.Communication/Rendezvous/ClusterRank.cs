namespace Tutti.Communication.Rendezvous;

/// <summary>What one rank told of itself.</summary>
/// <param name="Rank">Its rank.</param>
/// <param name="HostName">Its machine's name.</param>
/// <param name="Host">Its machine's identity: ranks with the same can share memory.</param>
/// <param name="ProcessId">Its process there.</param>
/// <param name="Version">Of Tutti.</param>
/// <param name="Runtime">Of .NET.</param>
/// <param name="ClockOffset">Its clock minus the coordinator's, as far as round trips tell.</param>
/// <param name="DataDigests">Of its data, by name.</param>
public sealed record ClusterRank(
    int Rank, string HostName, string Host, int ProcessId, string Version, string Runtime, TimeSpan ClockOffset,
    IReadOnlyDictionary<string, string> DataDigests);
