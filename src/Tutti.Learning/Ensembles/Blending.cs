using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Learning.Ensembles;

/// <summary>
/// Some rows are held out; members learn from the others, and the meta-learner from what they say of those held out, as h2o's
/// <c>blending_frame</c>. Each member is fitted once, where stacking fits it K + 1 times, but from fewer rows.
/// </summary>
public static class Blending
{
    /// <summary>Trains a blend. The same arguments give the same bits, whoever trains.</summary>
    /// <param name="data">The samples, Float32; targets are class numbers.</param>
    /// <param name="classCount">How many classes there are, at least 2.</param>
    /// <param name="options">Members, share, meta-learner, seed.</param>
    /// <param name="trainer">Who fits the members. Null, the default: this thread, one after the other.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The ensemble, and the predictions of the held-out rows that it was made from.</returns>
    /// <exception cref="ArgumentException">Options are out of range (all problems are listed), or data does not fit.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<TrainedEnsemble> FitAsync(
        ISampleSource data, int classCount, BlendingOptions options, IMemberTrainer? trainer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid(data.Count, options.Problems());
        var labels = ClassifierInputs.Labels(data, classCount, nameof(Blending));
        var identity = options.IdentityOf(data);
        var plan = FitPlan.Of(SplitOf(options, labels), identity, options.Duplicates);
        var tasks = options.Members.Select((member, index) => new MemberTask(
            member.Name, member.Recipe, plan.LearnedRows, FitPlan.SeedOf(options.Seed, index, 0)) { KeepsModel = true, PredictedRows = plan.PredictedRows });
        var outcomes = await (trainer ?? new SequentialTrainer()).TrainAsync(data, classCount, [.. tasks], cancellation).ConfigureAwait(false);
        var (seen, heldOut) = (new SeenRows(identity.Select(plan.LearnedRows)), identity.Select(plan.PredictedRows));
        var predictions = new EnsemblePredictions(
            [.. outcomes.Select(outcome => new MemberPredictions(outcome.Task.Member, outcome.Probabilities, classCount, heldOut, seen))]);
        long[] own = [.. plan.PredictedRows.Select(row => labels[row])];
        var combiner = options.MetaLearner.Fit(predictions, own);
        Member[] members = [.. outcomes.Select(outcome => new Member(outcome.Task.Member, outcome.Model!, seen))];
        return new TrainedEnsemble(new EnsembleClassifier(members, combiner), predictions, own, plan.PredictedRows, outcomes)
        {
            LeftOutCount = plan.LeftOutCount,
        };
    }

    private static Fold SplitOf(BlendingOptions options, long[] labels)
    {
        if (options.Groups is not { } groups) return Folds.StratifiedTrainTest(labels, options.HoldOutShare, options.Seed);
        long[] all = [.. groups];
        var foldCount = Math.Clamp((int)Math.Round(1 / options.HoldOutShare), 2, Math.Max(2, all.Distinct().Count()));
        return Folds.Grouped(all, foldCount)[0];
    }
}
