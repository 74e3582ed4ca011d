namespace Tutti.Learning.Ensembles;

/// <summary>How <see cref="Blending"/> goes about it.</summary>
public sealed record BlendingOptions : EnsembleOptions
{
    /// <summary>
    /// The share of the rows that members do not learn from, but the meta-learner does, between 0 and 1; default 0.2. Stratified by class;
    /// with groups it is as near as whole groups allow.
    /// </summary>
    public double HoldOutShare { get; init; } = 0.2;

    internal IEnumerable<string> Problems()
    {
        if (!(HoldOutShare is > 0 and < 1)) yield return $"HoldOutShare is {HoldOutShare}, expected between 0 and 1";
    }
}
