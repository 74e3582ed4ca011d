namespace Tutti.Communication.Membership;

/// <summary>A fault that stands, and who the ranks were when it fell: survivors may have other ranks a moment later.</summary>
/// <param name="Verdict">What the ranks were told.</param>
/// <param name="Processes">The process of each rank of the verdict's generation.</param>
internal sealed record DecidedFault(VerdictMessage Verdict, IReadOnlyDictionary<int, int> Processes);
