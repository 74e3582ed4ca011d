using Tutti.Communication.Collectives;

namespace Tutti.Communication.Transports.Messages;

/// <summary>Two ranks that do different things in one operation.</summary>
/// <param name="Number">The operation; point to point, the tag.</param>
/// <param name="Own">What this rank does.</param>
/// <param name="Peer">The other, in the group's numbering.</param>
/// <param name="OthersNumber">Its operation: another if it has left out one of ours.</param>
/// <param name="Others">What it does.</param>
internal sealed record Disagreement(long Number, CollectiveHeader Own, int Peer, long OthersNumber, CollectiveHeader Others);
