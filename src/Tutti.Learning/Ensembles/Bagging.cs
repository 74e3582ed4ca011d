using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;

namespace Tutti.Learning.Ensembles;

/// <summary>
/// Many models of one recipe, each on rows drawn with replacement, whose mean is the ensemble (Breiman: "Bagging predictors", 1996); about
/// 37 % of the rows are in no draw of a model and tell how good it is. As scikit-learn's <c>BaggingClassifier</c> with <c>oob_score</c>.
/// </summary>
public static class Bagging
{
    /// <summary>Trains a bag. The same arguments give the same bits, whoever trains.</summary>
    /// <param name="data">The samples, Float32; targets are class numbers.</param>
    /// <param name="classCount">How many classes there are, at least 2.</param>
    /// <param name="options">Recipe, how many models, seed.</param>
    /// <param name="trainer">Who fits the models. Null, the default: this thread, one after the other.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The bag and its out-of-bag estimate.</returns>
    /// <exception cref="ArgumentException">Options are out of range (all problems are listed), or data does not fit.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<TrainedBag> FitAsync(
        ISampleSource data, int classCount, BaggingOptions options, IMemberTrainer? trainer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid(data.Count);
        var labels = ClassifierInputs.Labels(data, classCount, nameof(Bagging));
        var identity = options.Identity ?? RowFingerprints.Of(data);
        var draws = Draw(options, data.Count);
        SeenRows[] seen = [.. draws.Select(rows => new SeenRows(identity.Select(rows)))];
        var tasks = draws.Select((rows, model) => new MemberTask(
            $"model {model}", options.Recipe, rows, FitPlan.SeedOf(options.Seed, model, 0)) { KeepsModel = true, PredictedRows = Unseen(seen[model], identity) });
        var outcomes = await (trainer ?? new SequentialTrainer()).TrainAsync(data, classCount, [.. tasks], cancellation).ConfigureAwait(false);
        Member[] members = [.. outcomes.Select((outcome, model) => new Member(outcome.Task.Member, outcome.Model!, seen[model]))];
        return new TrainedBag(new EnsembleClassifier(members, new Voting()), OutOfBagEstimate.Of(outcomes, labels, classCount), outcomes);
    }

    private static int[][] Draw(BaggingOptions options, int rowCount)
    {
        // A partition wants no fewer rows than parts: each row is there equally often, so that all are drawn alike.
        var copies = (options.ModelCount + rowCount - 1) / rowCount;
        var partition = Partitions.Bootstrap(checked(rowCount * copies), options.ModelCount, options.Seed, options.DrawCount ?? rowCount);
        return [.. Enumerable.Range(0, options.ModelCount).Select(model => partition.Rows(model).ToArray().Select(row => row % rowCount).ToArray())];
    }

    private static int[] Unseen(SeenRows seen, RowFingerprints identity)
    {
        var found = seen.Find(identity);
        return [.. Enumerable.Range(0, identity.Count).Where(row => !found[row])];
    }
}
