using Tutti.Learning.Ensembles;
using Tutti.Learning.Metrics;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Ensembles;

public sealed class BlendingTests
{
    [Fact]
    public async Task Fit_AHoldOut_IsLearnedFromByTheMetaLearnerAlone()
    {
        var (data, test) = (Blobs.Make(200, 1), Blobs.Make(300, 2));

        var trained = await Blending.FitAsync(data, 3, new BlendingOptions { Members = Few.Recipes, HoldOutShare = 0.25, MetaLearner = new SuperLearner() },
            cancellation: TestContext.Current.CancellationToken);

        Assert.Equal((50, 50), (trained.Rows.Count, trained.Predictions.Count));
        Assert.All(trained.Outcomes, outcome => Assert.Empty(outcome.Task.Rows.Intersect(trained.Rows)));
        Assert.Equal(trained.Rows.Select(row => data.CopyLabels()[row]), trained.Labels);
        Assert.InRange(Classification.AccuracyOf(test.CopyLabels(), trained.Model.Probabilities(test), 3), 0.8, 1);
        // On all of the data the same members have seen too much.
        Assert.Throws<LeakException>(() => new SuperLearner().Fit(trained.Model.Predict(data), data.CopyLabels()));
    }

    [Fact]
    public async Task Fit_Groups_AreHeldOutWhole()
    {
        long[] groups = [.. Enumerable.Range(0, 200).Select(row => (long)(row % 10))];

        var trained = await Blending.FitAsync(Blobs.Make(200, 1), 3, new BlendingOptions { Members = Few.Recipes, Groups = groups },
            cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(40, trained.Rows.Count);
        Assert.Equal(2, trained.Rows.Select(row => groups[row]).Distinct().Count());
    }
}
