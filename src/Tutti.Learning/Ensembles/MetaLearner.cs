namespace Tutti.Learning.Ensembles;

/// <summary>
/// Learns from members' predictions how to combine them. It refuses rows that a member had learned from: there is no way around this
/// guard. The same arguments give the same bits. Immutable and thread-safe.
/// </summary>
public abstract record MetaLearner
{
    /// <summary>Learns.</summary>
    /// <param name="predictions">What the members say of rows that they had not seen, at least one row.</param>
    /// <param name="labels">The class of each row, 0 … C − 1.</param>
    /// <returns>The fitted combiner.</returns>
    /// <exception cref="LeakException">A member had learned from some of the rows; the message names it and how many.</exception>
    /// <exception cref="ArgumentException">Rows and labels do not fit, or the learner's options are out of range.</exception>
    public Combiner Fit(EnsemblePredictions predictions, ReadOnlySpan<long> labels)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Count != labels.Length || labels.Length == 0)
            throw new ArgumentException(
                $"{GetType().Name}: rows and labels do not fit. Got {predictions.Count} rows and {labels.Length} labels. Expected one label a row, " +
                "and at least one.", nameof(labels));
        ClassifierInputs.CheckLabels(labels, predictions.ClassCount, GetType().Name);
        LeakGuard.Check(predictions, GetType().Name);
        return FitUnseen(predictions, labels);
    }

    /// <summary>Learns from what the guard has let through.</summary>
    private protected abstract Combiner FitUnseen(EnsemblePredictions predictions, ReadOnlySpan<long> labels);
}
