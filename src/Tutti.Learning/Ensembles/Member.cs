using Tutti.Learning.Data;

namespace Tutti.Learning.Ensembles;

/// <summary>A fitted model of an ensemble, with the rows that it has seen. As thread-safe as its model.</summary>
/// <param name="Name">What reports and messages call it; unique in the ensemble.</param>
/// <param name="Model">The model.</param>
/// <param name="Seen">The rows that it learned from.</param>
public sealed record Member(string Name, IClassifier Model, SeenRows Seen)
{
    /// <summary>What the model says of samples, together with whether it has seen them.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="rows">Their fingerprints, of the kind in <see cref="Seen"/>. Null, the default: by content.</param>
    /// <returns>The predictions.</returns>
    /// <exception cref="ArgumentException">Samples or fingerprints do not fit.</exception>
    public MemberPredictions Predict(ISampleSource samples, RowFingerprints? rows = null)
    {
        rows ??= RowFingerprints.Of(samples);
        return new MemberPredictions(Name, Model.Probabilities(samples), Model.ClassCount, rows, Seen);
    }
}
