using Tutti.Learning.Data;
using Tutti.Learning.Ensembles;

namespace Tutti.Experiments.MetaLearners;

/// <summary>
/// What stacking on predictions of seen rows would have shown. No meta-learner of Tutti does that, so a plain linear network learns from a
/// table whose columns are the members' log-probabilities: once as members say them of rows that they have seen, once out of fold.
/// </summary>
internal static class LeakDemonstration
{
    private const double LeastProbability = 1e-4;

    internal static LeakResult Run(EnsemblePredictions seen, EnsemblePredictions outOfFold, EnsemblePredictions test, long[] labels, long[] testLabels, ulong seed)
    {
        var (wrong, right) = (Learn(seen, labels, seed), Learn(outOfFold, labels, seed));
        WayResult Of(IClassifier model, EnsemblePredictions rows, long[] own) => WayResult.Of("", model.Probabilities(Table(rows, own)), own, double.NaN);
        var (wrongTest, rightTest) = (Of(wrong, test, testLabels), Of(right, test, testLabels));
        return new LeakResult(
            RefusalOf(seen, labels), Of(wrong, seen, labels).Percent, wrongTest.Percent, wrongTest.LogLoss,
            Of(right, outOfFold, labels).Percent, rightTest.Percent, rightTest.LogLoss);
    }

    private static IClassifier Learn(EnsemblePredictions predictions, long[] labels, ulong seed)
    {
        var (width, classCount) = (predictions.Members.Count * predictions.ClassCount, predictions.ClassCount);
        var recipe = new NetworkRecipe
        {
            Model = $$"""[{"type":"Linear","in_features":{{width}},"out_features":{{classCount}},"bias":true}]""", EpochCount = 10, LearningRate = 3e-3,
        };
        return recipe.Fit(Table(predictions, labels), classCount, seed);
    }

    private static ClassificationDataset Table(EnsemblePredictions predictions, long[] labels)
    {
        var (classCount, width) = (predictions.ClassCount, predictions.Members.Count * predictions.ClassCount);
        var values = new float[predictions.Count * width];
        for (var row = 0; row < predictions.Count; row++)
            for (var i = 0; i < width; i++)
                values[row * width + i] = (float)Math.Log(Math.Max(predictions.Members[i / classCount].Row(row)[i % classCount], LeastProbability));
        return ClassificationDataset.FromFloats("members' log-probabilities", values, Array.ConvertAll(labels, label => (byte)label), [width],
            [.. Enumerable.Range(0, classCount).Select(label => $"{label}")], Standardization.None);
    }

    private static string RefusalOf(EnsemblePredictions seen, long[] labels)
    {
        try
        {
            new SuperLearner().Fit(seen, labels);
            return "nothing: this is a defect";
        }
        catch (LeakException refusal)
        {
            return refusal.Message;
        }
    }
}
