using System.Text.Json.Serialization;

namespace Tutti.Learning.Ensembles;

/// <summary>How the probabilities of an ensemble's members become those of the ensemble. Immutable and thread-safe.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Voting), "voting")]
[JsonDerivedType(typeof(LogisticCombiner), "logistic")]
public abstract record Combiner
{
    /// <summary>Combines. Row by row: no row has an influence on another.</summary>
    /// <param name="predictions">What the members say, in the order in which the combiner was fitted.</param>
    /// <returns><c>[N, C]</c>, row by row, each row's sum 1 but for rounding.</returns>
    /// <exception cref="ArgumentException">The combiner is for another number of members or classes.</exception>
    public double[] Combine(EnsemblePredictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        CheckFits(predictions.Members.Count, predictions.ClassCount);
        var result = new double[checked(predictions.Count * predictions.ClassCount)];
        for (var row = 0; row < predictions.Count; row++)
            CombineRow(predictions, row, result.AsSpan(row * predictions.ClassCount, predictions.ClassCount));
        return result;
    }

    /// <summary>Refuses what it is not for.</summary>
    private protected abstract void CheckFits(int memberCount, int classCount);

    /// <summary>Combines one row; the destination is all 0.</summary>
    private protected abstract void CombineRow(EnsemblePredictions predictions, int row, Span<double> destination);

    internal void ThrowIfUnfit(int memberCount, int classCount) => CheckFits(memberCount, classCount);
}
