using FsCheck;
using FsCheck.Fluent;
using Tutti.Learning.Data;
using Tutti.Learning.Ensembles;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Ensembles;

public sealed class LeakGuardTests
{
    private static readonly MetaLearner[] Learners = [new LogisticMetaLearner { MaxIterations = 5 }, new SuperLearner(), new GreedySelection { RoundCount = 3 }];

    [Fact]
    public void Fit_PredictionsOfTheTrainingRows_NamesTheMemberAndHowMany()
    {
        var data = Blobs.Make(60, 1);
        var rows = RowFingerprints.Of(data);
        int[] half = [.. Enumerable.Range(0, 30)];
        var leaking = new Member("bayes", new GaussianBayesRecipe().Fit(new SourceSubset(data, half), 3, 0), new SeenRows(rows.Select(half)));
        var clean = new Member("other", new GaussianBayesRecipe().Fit(Blobs.Make(60, 2), 3, 0), new SeenRows(RowFingerprints.Of(Blobs.Make(60, 2))));
        var predictions = new EnsemblePredictions([leaking.Predict(data), clean.Predict(data)]);

        foreach (var learner in Learners)
        {
            var leak = Assert.Throws<LeakException>(() => learner.Fit(predictions, data.CopyLabels()));
            Assert.Contains($"{learner.GetType().Name}: a base model has seen rows", leak.Message, StringComparison.Ordinal);
            Assert.Contains("'bayes' has learned from 30 of the 60 rows", leak.Message, StringComparison.Ordinal);
            Assert.Equal([new("bayes", 30)], leak.SeenRows);
        }
        // The half that was not seen is enough, and the other member may have it all.
        Assert.NotNull(Learners[1].Fit(predictions.Select([.. Enumerable.Range(30, 30)]), data.CopyLabels().AsSpan(30)));
        Assert.NotNull(Learners[1].Fit(predictions.Only(1), data.CopyLabels()));
    }

    [Fact]
    public void Fit_ACopyOfASeenRow_IsALeakByContentAndNoneByNumber()
    {
        float[] values = [1, 2, 3, 1];
        var data = ClassificationDataset.FromFloats("copies", values, [0, 1, 0, 0], [1], ["a", "b"], Standardization.None);
        var (contents, numbers) = (RowFingerprints.Of(data), Few.Rows(4));
        double[] halves = [0.5, 0.5];

        MemberPredictions Of(RowFingerprints all) => new("m", halves, 2, all.Select([3]), new SeenRows(all.Select([0, 1, 2])));

        Assert.Equal((1, 0), (Of(contents).SeenCount, Of(numbers).SeenCount));
    }

    [Fact]
    public void Find_ContentsAgainstNumbers_IsRefused()
    {
        var seen = new SeenRows(RowFingerprints.Of(Blobs.Make(5, 1)));

        Assert.Contains("Got fingerprints by number for a model that learned from rows by content",
            Assert.Throws<ArgumentException>(() => seen.Find(Few.Rows(5))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_AnySeenAndPredictedRows_IsRefusedExactlyWhereTheyMeet() => Prop.ForAll(
        Gen.Choose(0, 12).NonEmptyListOf().ToArbitrary(), Gen.Choose(0, 12).NonEmptyListOf().ToArbitrary(), (seen, predicted) =>
        {
            var rows = RowFingerprints.OfNumbers([.. predicted.Select(row => (long)row)]);
            var own = new MemberPredictions("m", [.. predicted.SelectMany(_ => new[] { 0.5, 0.5 })], 2, rows,
                new SeenRows(RowFingerprints.OfNumbers([.. seen.Select(row => (long)row)])));
            var expected = predicted.Count(seen.Contains);
            try
            {
                new SuperLearner().Fit(new EnsemblePredictions([own]), new long[predicted.Count]);
                return expected == 0;
            }
            catch (LeakException leak)
            {
                return leak.SeenRows["m"] == expected && expected > 0;
            }
        }).QuickCheckThrowOnFailure();
}
