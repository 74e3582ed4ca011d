using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Learning.Ensembles;

/// <summary>
/// Stacked generalization (Wolpert 1992): a meta-learner learns from out-of-fold predictions, each made by a model that had not seen the row
/// nor a copy of it; the members are then fitted on all rows. As scikit-learn's <c>StackingClassifier</c>.
/// </summary>
public static class Stacking
{
    /// <summary>Trains a stack. The same arguments give the same bits, whoever trains.</summary>
    /// <param name="data">The samples, Float32; targets are class numbers.</param>
    /// <param name="classCount">How many classes there are, at least 2.</param>
    /// <param name="options">Members, folds, meta-learner, seed.</param>
    /// <param name="trainer">Who fits the members. Null, the default: this thread, one after the other.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The ensemble, and the out-of-fold predictions that it was made from.</returns>
    /// <exception cref="ArgumentException">Options are out of range (all problems are listed), or data does not fit.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<TrainedEnsemble> FitAsync(
        ISampleSource data, int classCount, StackingOptions options, IMemberTrainer? trainer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid(data.Count, options.Problems());
        var labels = ClassifierInputs.Labels(data, classCount, nameof(Stacking));
        var identity = options.IdentityOf(data);
        var plans = FoldsOf(options, labels).Select(fold => FitPlan.Of(fold, identity, options.Duplicates)).ToArray();
        var tasks = TasksOf(options, data.Count, plans);
        var outcomes = await (trainer ?? new SequentialTrainer()).TrainAsync(data, classCount, tasks, cancellation).ConfigureAwait(false);
        var predictions = new EnsemblePredictions([.. options.Members.Select((_, member) => Join(outcomes, member, plans, identity, classCount))]);
        var seen = new SeenRows(identity);
        Member[] members = [.. options.Members.Select((member, index) => new Member(member.Name, outcomes[index * (plans.Length + 1)].Model!, seen))];
        var combiner = options.MetaLearner.Fit(predictions, labels);
        return new TrainedEnsemble(
            new EnsembleClassifier(members, combiner), predictions, labels, [.. Enumerable.Range(0, data.Count)], outcomes)
        {
            LeftOutCount = plans.Sum(plan => plan.LeftOutCount),
        };
    }

    // For each member the fit on all rows, then one a fold.
    private static List<MemberTask> TasksOf(StackingOptions options, int rowCount, FitPlan[] plans)
    {
        var tasks = new List<MemberTask>();
        int[] all = [.. Enumerable.Range(0, rowCount)];
        for (var member = 0; member < options.Members.Count; member++)
        {
            var (name, recipe) = options.Members[member];
            tasks.Add(new MemberTask(name, recipe, all, FitPlan.SeedOf(options.Seed, member, 0)) { KeepsModel = true });
            for (var fold = 0; fold < plans.Length; fold++)
                tasks.Add(new MemberTask(name, recipe, plans[fold].LearnedRows, FitPlan.SeedOf(options.Seed, member, fold + 1))
                {
                    PredictedRows = plans[fold].PredictedRows,
                });
        }
        return tasks;
    }

    private static MemberPredictions Join(
        IReadOnlyList<MemberOutcome> outcomes, int member, FitPlan[] plans, RowFingerprints identity, int classCount)
    {
        var parts = plans.Select((plan, fold) =>
        {
            var outcome = outcomes[member * (plans.Length + 1) + fold + 1];
            return new MemberPredictions(outcome.Task.Member, outcome.Probabilities, classCount,
                identity.Select(plan.PredictedRows), new SeenRows(identity.Select(plan.LearnedRows)));
        });
        return MemberPredictions.Join([.. parts], [.. plans.Select(plan => plan.PredictedRows)]);
    }

    private static IReadOnlyList<Fold> FoldsOf(StackingOptions options, long[] labels)
    {
        if (options.Folds is not { } own)
            return options.Groups is { } groups
                ? Folds.Grouped([.. groups], options.FoldCount)
                : Folds.Stratified(labels, options.FoldCount, options.Seed);
        if (!own.SelectMany(fold => fold.TestRows).Order().SequenceEqual(Enumerable.Range(0, labels.Length)))
            throw new ArgumentException(
                $"Stacking: the folds do not test every row once. Got {own.Sum(fold => fold.TestRows.Count)} test rows in {own.Count} folds. Expected " +
                $"each of the rows 0 to {labels.Length - 1} in one fold.");
        if (own.SelectMany(fold => fold.TrainRows).FirstOrDefault(row => (uint)row >= (uint)labels.Length) is not 0 and var beyond)
            throw new ArgumentException(
                $"Stacking: a fold learns from a row that there is not. Got {beyond}. Expected 0 to {labels.Length - 1}.");
        if (own.FirstOrDefault(fold => fold.TestRows.Intersect(fold.TrainRows).Any()) is { } leaking)
            throw new ArgumentException(
                $"Stacking: a fold tests on what it learns from. Got {leaking.TestRows.Intersect(leaking.TrainRows).Count()} rows on both sides. " +
                "Expected none.");
        return own;
    }
}
