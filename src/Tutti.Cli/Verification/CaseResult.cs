namespace Tutti.Cli.Verification;

/// <summary>What became of a golden case.</summary>
/// <param name="Name">The case.</param>
/// <param name="Operation">What it computes.</param>
/// <param name="Status">How it came out.</param>
/// <param name="LargestError">The largest error as a share of the tolerance; null if nothing was compared.</param>
/// <param name="Message">Where the largest error is, or why there is no result; null if there is nothing to say.</param>
internal sealed record CaseResult(string Name, string Operation, CaseStatus Status, double? LargestError, string? Message);
