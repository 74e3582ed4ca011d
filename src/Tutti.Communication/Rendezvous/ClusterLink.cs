namespace Tutti.Communication.Rendezvous;

/// <summary>What one rank found when it called another.</summary>
/// <param name="From">Who called.</param>
/// <param name="To">Who was called.</param>
/// <param name="Problem">Why it could not be reached; null if it could.</param>
/// <param name="RoundTrip">The quickest of a few round trips; zero if it could not be reached.</param>
/// <param name="BytesPerSecond">The width from <paramref name="To"/> to <paramref name="From"/>; null within a machine, where no link is
/// between them.</param>
public sealed record ClusterLink(int From, int To, string? Problem, TimeSpan RoundTrip, double? BytesPerSecond);
