using FsCheck;
using FsCheck.Fluent;
using Tutti.Learning.Metrics;

namespace Tutti.Learning.Tests.Metrics;

public sealed class RankingTests
{
    [Fact]
    public void RocAuc_AnyScores_IsTheShareOfOrderedPairs() => Prop.ForAll(Cases(needsNegatives: true).ToArbitrary(), given =>
    {
        var (labels, scores) = given;
        var pairs = from positive in Enumerable.Range(0, labels.Length)
                    from negative in Enumerable.Range(0, labels.Length)
                    where labels[positive] == 1 && labels[negative] == 0
                    select scores[positive] > scores[negative] ? 1 : scores[positive] == scores[negative] ? 0.5 : 0;
        var curve = Ranking.RocCurve<double>(labels, scores);
        var area = curve.Zip(curve.Skip(1)).Sum(pair =>
        {
            var (from, to) = pair;
            return (to.FalsePositiveRate - from.FalsePositiveRate) * (to.TruePositiveRate + from.TruePositiveRate) / 2;
        });
        var found = Ranking.RocAuc<double>(labels, scores);
        return Math.Abs(found - pairs.Average()) < 1e-12 && Math.Abs(found - area) < 1e-12
            && curve[^1] is { FalsePositiveRate: 1, TruePositiveRate: 1 };
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void AveragePrecision_AnyScores_IsTheSumOverThresholds() => Prop.ForAll(Cases(needsNegatives: false).ToArbitrary(), given =>
    {
        var (labels, scores) = given;
        var (sum, recall) = (0.0, 0.0);
        foreach (var threshold in scores.Distinct().OrderDescending())
        {
            var above = Enumerable.Range(0, labels.Length).Where(row => scores[row] >= threshold).ToArray();
            var positives = (double)above.Count(row => labels[row] == 1);
            sum += (positives / labels.Sum() - recall) * positives / above.Length;
            recall = positives / labels.Sum();
        }
        var curve = Ranking.PrecisionRecallCurve<double>(labels, scores);
        var fromCurve = curve.Zip(curve.Skip(1)).Sum(pair => (pair.Second.Recall - pair.First.Recall) * pair.Second.Precision);
        var found = Ranking.AveragePrecision<double>(labels, scores);
        return Math.Abs(found - sum) < 1e-12 && Math.Abs(found - fromCurve) < 1e-12;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Curves_KnownScores_HaveAPointAThreshold()
    {
        Assert.Equal(
            [new RocPoint(0, 0, double.PositiveInfinity), new RocPoint(0, 0.5, 0.8), new RocPoint(0.5, 1, 0.4), new RocPoint(1, 1, 0.1)],
            Ranking.RocCurve<double>([0, 1, 0, 1], [0.1, 0.4, 0.4, 0.8]));
        Assert.Equal(
            [
                new PrecisionRecallPoint(1, 0, double.PositiveInfinity), new PrecisionRecallPoint(1, 0.5, 0.8),
                new PrecisionRecallPoint(2 / 3.0, 1, 0.4), new PrecisionRecallPoint(0.5, 1, 0.1),
            ],
            Ranking.PrecisionRecallCurve<double>([0, 1, 0, 1], [0.1, 0.4, 0.4, 0.8]));
    }

    [Fact]
    public void EcdfPValues_AnyScores_CountsReferenceAtOrBelow()
    {
        Assert.Equal([1, 0.75, 0.25, 0.25, 0, 0], Ranking.EcdfPValues<float>([3, 1, 2, 2], [0.5f, 1, 2, 2.5f, 3, float.PositiveInfinity]));
        Assert.Equal(0.01, Ranking.EcdfPValues<double>([.. Enumerable.Range(1, 100)], [99])[0]); // 1 − 0.99 is more
        Assert.Empty(Ranking.EcdfPValues<float>([1], []));
        Assert.Throws<ArgumentException>(() => Ranking.EcdfPValues<float>([], [1]));
        Assert.Throws<ArgumentException>(() => Ranking.EcdfPValues<float>([1], [float.NaN]));
    }

    [Fact]
    public void RocAuc_ManyRows_TakesNoQuadraticTime()
    {
        var random = new System.Random(1);
        var labels = Enumerable.Range(0, 1_000_000).Select(_ => (long)random.Next(2)).ToArray();
        var scores = labels.Select(label => (float)(random.NextDouble() + 0.5 * label)).ToArray();

        // P(u + 1/2 > v) for independent uniform u, v.
        Assert.Equal(0.875, Ranking.RocAuc<float>(labels, scores), 0.002);
    }

    [Fact]
    public void Anything_Undefined_IsRefused()
    {
        Assert.Contains("without negative", Assert.Throws<ArgumentException>(() => Ranking.RocAuc<float>([1, 1], [1, 2])).Message);
        Assert.Contains("without " +
        "positive", Assert.Throws<ArgumentException>(() => Ranking.AveragePrecision<float>([0, 0], [1, 2])).Message);
        Assert.Contains("Got 2 in row 1", Assert.Throws<ArgumentException>(() => Ranking.RocAuc<float>([1, 2], [1, 2])).Message);
        Assert.Contains("NaN in row 0", Assert.Throws<ArgumentException>(() => Ranking.RocAuc<float>([1, 0], [float.NaN, 2])).Message);
        Assert.Contains("lengths differ", Assert.Throws<ArgumentException>(() => Ranking.RocAuc<float>([1, 0], [1])).Message);
    }

    // Few different scores, so that ties occur.
    private static Gen<(long[] Labels, double[] Scores)> Cases(bool needsNegatives) =>
        Gen.Choose(0, 1).Select(label => (long)label).ArrayOf()
            .Where(labels => labels.Contains(1) && (!needsNegatives || labels.Contains(0)))
            .SelectMany(labels => Gen.Choose(-3, 3).Select(score => score / 2.0).ArrayOf(labels.Length), (labels, scores) =>
                (labels, scores));
}
