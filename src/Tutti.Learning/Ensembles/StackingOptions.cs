using Tutti.Learning.Data.Partitions;

namespace Tutti.Learning.Ensembles;

/// <summary>How <see cref="Stacking"/> goes about it.</summary>
public sealed record StackingOptions : EnsembleOptions
{
    /// <summary>K, how many folds, at least 2; default 5. Each member is fitted K + 1 times.</summary>
    public int FoldCount { get; init; } = 5;

    /// <summary>
    /// Folds of your own instead: together their test rows are all rows, each once. Null, the default: by groups if there are any, else
    /// stratified by class.
    /// </summary>
    public IReadOnlyList<Fold>? Folds { get; init; }

    internal IEnumerable<string> Problems()
    {
        if (FoldCount < 2) yield return $"FoldCount is {FoldCount}, expected at least 2";
    }
}
