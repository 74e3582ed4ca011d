using Tutti.Learning.Data;
using Tutti.Tensors;

namespace Tutti.Learning.Ensembles;

/// <summary>Members and how they are combined, as one classifier; it may be a member itself. As thread-safe as its members.</summary>
public sealed class EnsembleClassifier : IClassifier
{
    /// <summary>Puts members together.</summary>
    /// <param name="members">At least one, for the same samples and classes, with different names.</param>
    /// <param name="combiner">How they are combined; fitted for them, in this order.</param>
    /// <exception cref="ArgumentException">They do not fit together.</exception>
    public EnsembleClassifier(IReadOnlyList<Member> members, Combiner combiner)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(combiner);
        if (members.Count == 0) throw new ArgumentException("EnsembleClassifier: there are no members. Got none. Expected at least one.", nameof(members));
        var first = members[0].Model;
        if (members.FirstOrDefault(member => member.Model.SampleShape != first.SampleShape || member.Model.ClassCount != first.ClassCount) is { } other)
            throw new ArgumentException(
                $"EnsembleClassifier: the members do not fit together. Got samples {other.Model.SampleShape} and {other.Model.ClassCount} classes of " +
                $"'{other.Name}', and {first.SampleShape} and {first.ClassCount} of '{members[0].Name}'. Expected the same.", nameof(members));
        if (members.Select(member => member.Name).Distinct().Count() != members.Count)
            throw new ArgumentException(
                $"EnsembleClassifier: members cannot be told apart. Got {string.Join(", ", members.Select(member => $"'{member.Name}'"))}. " +
                "Expected different names.", nameof(members));
        combiner.ThrowIfUnfit(members.Count, first.ClassCount);
        (Members, Combiner) = ([.. members], combiner);
    }

    /// <summary>The members.</summary>
    public IReadOnlyList<Member> Members { get; }

    /// <summary>How they are combined.</summary>
    public Combiner Combiner { get; }

    /// <inheritdoc/>
    public Shape SampleShape => Members[0].Model.SampleShape;

    /// <inheritdoc/>
    public int ClassCount => Members[0].Model.ClassCount;

    /// <summary>What each member says.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="rows">Their fingerprints, of the kind that the members were trained with. Null, the default: by content.</param>
    /// <returns>The members' predictions, side by side.</returns>
    /// <exception cref="ArgumentException">Samples or fingerprints do not fit.</exception>
    public EnsemblePredictions Predict(ISampleSource samples, RowFingerprints? rows = null)
    {
        rows ??= RowFingerprints.Of(samples);
        return new EnsemblePredictions([.. Members.Select(member => member.Predict(samples, rows))]);
    }

    /// <inheritdoc/>
    public double[] Probabilities(ISampleSource samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        // Nothing is learned here, so nobody asks who has seen which row.
        var (rows, none) = (RowFingerprints.OfNumbers(new long[samples.Count]), new SeenRows(RowFingerprints.OfNumbers([])));
        return Combiner.Combine(new EnsemblePredictions([.. Members.Select(member => new MemberPredictions(
            member.Name, member.Model.Probabilities(samples), ClassCount, rows, none))]));
    }

    /// <summary>
    /// Without the members that a vote gives no weight: the same answers up to rounding, for less work. Only <see cref="Voting"/> has such
    /// weights.
    /// </summary>
    /// <returns>The smaller ensemble, or this one where there is nothing to leave out.</returns>
    public EnsembleClassifier Pruned()
    {
        if (Combiner is not Voting { Weights: { } weights } vote || weights.All(weight => weight > 0)) return this;
        int[] kept = [.. Enumerable.Range(0, Members.Count).Where(member => weights[member] > 0)];
        return new EnsembleClassifier([.. kept.Select(member => Members[member])], vote with { Weights = [.. kept.Select(member => weights[member])] });
    }

    /// <summary>Writes a folder: <c>classifier.json</c>, and for each member its model and the rows that it has seen.</summary>
    /// <param name="path">The folder; it is made. What was in it under these names is replaced, <c>classifier.json</c> last.</param>
    /// <exception cref="IOException">A file could not be written.</exception>
    public void Save(string path) => ClassifierFolder.Write(path, this);
}
