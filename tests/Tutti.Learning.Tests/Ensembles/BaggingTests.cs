using Tutti.Learning.Data;
using Tutti.Learning.Ensembles;
using Tutti.Learning.Metrics;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Ensembles;

public sealed class BaggingTests
{
    [Fact]
    public async Task Fit_TenModels_EstimatesFromRowsOutOfBag()
    {
        var (data, test) = (Blobs.Make(300, 1), Blobs.Make(1000, 2));

        var bag = await FitAsync(data, new BaggingOptions { Recipe = new GaussianBayesRecipe(), ModelCount = 10 });

        Assert.All(bag.Outcomes, outcome => Assert.Equal(300, outcome.Task.Rows.Count));
        Assert.All(bag.Outcomes, outcome => Assert.Equal(300, outcome.Task.Rows.Distinct().Count() + outcome.Task.PredictedRows.Count));
        Assert.InRange(bag.Outcomes.Average(outcome => outcome.Task.PredictedRows.Count), 95, 125); // 1 / e of 300
        var actual = Classification.AccuracyOf(test.CopyLabels(), bag.Model.Probabilities(test), 3);
        Assert.InRange(bag.OutOfBag.Accuracy, actual - 0.06, actual + 0.06);
        Assert.InRange(bag.OutOfBag.RowCount, 290, 300);
    }

    [Fact]
    public async Task Fit_MoreModelsThanRows_DrawsAllRowsAlike()
    {
        var data = Blobs.Make(21, 1);

        var bag = await FitAsync(data, new BaggingOptions { Recipe = new GaussianBayesRecipe(), ModelCount = 31, DrawCount = 2100 });

        var counts = bag.Outcomes.SelectMany(outcome => outcome.Task.Rows).CountBy(row => row).Select(row => row.Value / 3100.0);
        Assert.All(counts, share => Assert.InRange(share, 0.9, 1.1)); // five standard deviations
    }

    [Fact]
    public void OutOfBag_ByHand_IsTheMeanOfThoseWhoHadNotSeenTheRow()
    {
        MemberOutcome Of(int[] rows, double[] probabilities) =>
            new(new MemberTask("m", new GaussianBayesRecipe(), [], 0) { PredictedRows = rows }, probabilities, null);

        // Row 0: (0.8 + 0.4) / 2 of its class; row 1: 0.3; row 2 was in every bag.
        var estimate = OutOfBagEstimate.Of([Of([0], [0.8, 0.2]), Of([0, 1], [0.4, 0.6, 0.7, 0.3])], [0, 1, 0], 2);

        Assert.Equal((2, 0.5), (estimate.RowCount, estimate.Accuracy));
        Assert.Equal(-(Math.Log(0.6) + Math.Log(0.3)) / 2, estimate.LogLoss, 1e-12);
    }

    [Fact]
    public async Task Fit_EveryRowTwice_CountsCopiesAsSeen()
    {
        var twice = new SourceSubset(Blobs.Make(30, 1), [.. Enumerable.Range(0, 60).Select(row => row % 30)]);

        var bag = await FitAsync(twice, new BaggingOptions { Recipe = new GaussianBayesRecipe(), ModelCount = 3 });

        foreach (var outcome in bag.Outcomes)
            Assert.Empty(outcome.Task.Rows.Select(row => row % 30).Intersect(outcome.Task.PredictedRows.Select(row => row % 30)));
    }

    private static Task<TrainedBag> FitAsync(ISampleSource data, BaggingOptions options) =>
        Bagging.FitAsync(data, 3, options, cancellation: TestContext.Current.CancellationToken);
}
