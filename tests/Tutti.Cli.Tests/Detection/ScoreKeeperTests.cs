using Tutti.Cli.Detection;
using Tutti.Learning.Data;
using Tutti.Learning.Detection;

namespace Tutti.Cli.Tests.Detection;

public sealed class ScoreKeeperTests
{
    [Fact]
    public void PValues_AskedInParts_AreTheDetectorsAndTheirScoresAreKept()
    {
        var samples = Waves();
        var detector = PcaDetector.Fit(samples, new PcaDetectorOptions { ComponentCount = 2 });
        var keeper = new ScoreKeeper(detector);
        keeper.Score(samples);
        int[] first = [.. Enumerable.Range(0, 7)], rest = [.. Enumerable.Range(7, samples.Count - 7)];

        double[] values = [.. keeper.PValues(new SourceSubset(samples, first)), .. keeper.PValues(new SourceSubset(samples, rest))];

        Assert.Equal(detector.PValues(samples), values);
        Assert.Equal(detector.Score(samples), keeper.Scores);
    }

    private static ClassificationDataset Waves()
    {
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, 8 * 40).Select(i => (float)(Math.Sin(i % 8) + random.NextDouble()))];
        return ClassificationDataset.FromFloats("waves", values, new byte[40], [8], ["only"], Standardization.None);
    }
}
