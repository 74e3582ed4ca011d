namespace Tutti.Distributed.Ensembles;

/// <summary>What came of asking one node.</summary>
/// <param name="Name">The node.</param>
/// <param name="Version">The version of its model when it was added.</param>
/// <param name="Weight">What its values weigh, in proportion to those of others.</param>
/// <param name="Problem">Why it was left out; null if it spoke.</param>
/// <param name="Elapsed">How long it took, or until it was given up.</param>
public sealed record NodeOutcome(string Name, string Version, double Weight, string? Problem, TimeSpan Elapsed)
{
    /// <summary>Whether its values are in the answer.</summary>
    public bool Spoke => Problem is null;
}
