using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;
using Tutti.Learning.Ensembles;
using Tutti.Learning.Metrics;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Ensembles;

public sealed class StackingTests
{
    private static readonly ClassificationDataset Data = Blobs.Make(240, 1);
    private static readonly StackingOptions Options = new() { Members = Few.Recipes, FoldCount = 4 };

    [Fact]
    public async Task Fit_ThreeMembers_PredictsEachRowByAModelThatHadNotSeenIt()
    {
        var trained = await FitAsync(Data, Options);

        Assert.Equal(3 * 5, trained.Outcomes.Count);
        foreach (var outcome in trained.Outcomes) Assert.Empty(outcome.Task.Rows.Intersect(outcome.Task.PredictedRows));
        Assert.All(trained.Predictions.Members, member => Assert.Equal((240, 0), (member.Count, member.SeenCount)));
        // Of the fits on all rows nothing may be learned.
        Assert.All(trained.Model.Predict(Data).Members, member => Assert.Equal(240, member.SeenCount));
        var test = Blobs.Make(300, 2);
        Assert.InRange(Classification.AccuracyOf(test.CopyLabels(), trained.Model.Probabilities(test), 3), 0.8, 1);
    }

    [Fact]
    public async Task Fit_OutOfFoldRow_IsThatOfAModelFittedByHand()
    {
        var trained = await FitAsync(Data, Options);
        var fold = trained.Outcomes[6 + 1 - 1]; // member 1's fit on its first fold stands behind its fit on all rows
        var own = new GaussianBayesRecipe().Fit(new SourceSubset(Data, [.. fold.Task.Rows]), 3, 0);

        var expected = own.Probabilities(new SourceSubset(Data, [fold.Task.PredictedRows[5]]));

        Assert.Equal("bayes", fold.Task.Member);
        Assert.Equal(expected, trained.Predictions.Members[1].Row(fold.Task.PredictedRows[5]).ToArray());
    }

    [Fact]
    public async Task Fit_Again_GivesTheSameBits()
    {
        var test = Blobs.Make(60, 2);
        var first = (await FitAsync(Data, Options)).Model.Probabilities(test);
        var other = (await FitAsync(Data, Options with { Seed = 1 })).Model.Probabilities(test);

        Assert.Equal(first, (await FitAsync(Data, Options)).Model.Probabilities(test));
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task Fit_Groups_AreNeverDividedAndOneRowToTheGuard()
    {
        long[] groups = [.. Enumerable.Range(0, 240).Select(row => (long)(row / 10))];

        var trained = await FitAsync(Data, Options with { Groups = groups });

        foreach (var outcome in trained.Outcomes.Where(outcome => outcome.Task.PredictedRows.Count > 0))
            Assert.Empty(outcome.Task.Rows.Select(row => groups[row]).Intersect(outcome.Task.PredictedRows.Select(row => groups[row])));
        Assert.Equal(24, trained.Model.Members[0].Seen.Count);
        // Another row of a patient that was learned from.
        Assert.Equal(1, trained.Model.Members[0].Predict(Blobs.Make(1, 9), RowFingerprints.OfNumbers([7])).SeenCount);
    }

    [Fact]
    public async Task Fit_CopiesAcrossFolds_AreNotLearnedFromOrRefused()
    {
        // Every row stands there twice, 120 rows apart.
        var twice = new SourceSubset(Data, [.. Enumerable.Range(0, 240).Select(row => row % 120)]);
        var folds = Folds.KFold(240, 4);

        var trained = await FitAsync(twice, Options with { Folds = folds });
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => FitAsync(twice, Options with { Folds = folds, Duplicates = DuplicateRows.Refuse }));

        Assert.Equal(240, trained.LeftOutCount);
        Assert.All(trained.Predictions.Members, member => Assert.Equal(0, member.SeenCount));
        Assert.Contains("Got 60 of 180. Expected none.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_FoldsThatLeak_AreRefused()
    {
        Fold[] leaking = [.. Folds.KFold(240, 2).Select(fold => fold with { TrainRows = [.. Enumerable.Range(0, 240)] })];
        Fold[] beyond = [.. Folds.KFold(240, 2).Select(fold => fold with { TrainRows = [.. fold.TrainRows, 240] })];
        Fold[] missing = [.. Folds.KFold(240, 4).Take(3)];

        Assert.Contains("a fold tests on what it learns from. Got 120 rows on both sides",
            (await Assert.ThrowsAsync<ArgumentException>(() => FitAsync(Data, Options with { Folds = leaking }))).Message, StringComparison.Ordinal);
        Assert.Contains("a fold learns from a row that there is not. Got 240. Expected 0 to 239",
            (await Assert.ThrowsAsync<ArgumentException>(() => FitAsync(Data, Options with { Folds = beyond }))).Message,
            StringComparison.Ordinal);
        Assert.Contains("the folds do not test every row once. Got 180 test rows in 3 folds",
            (await Assert.ThrowsAsync<ArgumentException>(() => FitAsync(Data, Options with { Folds = missing }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_OptionsOutOfRange_ListsAllProblems()
    {
        var problem = await Assert.ThrowsAsync<ArgumentException>(() => FitAsync(
            Data, new StackingOptions { Members = [Few.Recipes[0], Few.Recipes[0]], FoldCount = 1, Groups = [1], MetaLearner = null! }));

        string[] expected = ["FoldCount is 1", "'linear', 'linear', expected different names", "MetaLearner is null", "Groups are 1, expected one a row, 240"];
        Assert.All(expected, text => Assert.Contains(text, problem.Message, StringComparison.Ordinal));
    }

    private static Task<TrainedEnsemble> FitAsync(ISampleSource data, StackingOptions options) =>
        Stacking.FitAsync(data, 3, options, cancellation: TestContext.Current.CancellationToken);
}
