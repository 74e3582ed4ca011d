using Tutti.Distributed.CostModel;

namespace Tutti.Distributed.Tests.CostModel;

public sealed class BucketChoiceTests
{
    // 16 parameters of 1 MB, the last final first, over 1.6 s.
    private static readonly StepProfile Even = new()
    {
        Gradients = [.. Enumerable.Range(0, 16).Select(index => new GradientTiming(1 << 18, 1.6 - 0.1 * index))], ComputeSeconds = 1.6,
    };

    [Fact]
    public void Choose_SlowLinks_TakesSmallBuckets()
    {
        // A bucket of a parameter takes 80 ms, hidden in the 100 ms until the next: only the last is waited for.
        var decision = BucketChoice.Choose(Even, new SumCost(LinkFigures.From(0, 100), 2));
        Assert.Equal(1 << 20, decision.BucketBytes);
        Assert.InRange(decision.Prediction!.ExposedSeconds, 0.08, 0.09);
    }

    [Fact]
    public void Choose_LongLatencyAndNothingToHideBehind_SumsEverythingAtOnce()
    {
        var atOnce = Even with { Gradients = [.. Even.Gradients.Select(gradient => gradient with { FinalSeconds = 1.6 })] };
        var decision = BucketChoice.Choose(atOnce, new SumCost(LinkFigures.From(50_000, 10_000), 4));
        Assert.Equal(int.MaxValue, decision.BucketBytes);
        Assert.Equal(1, decision.Prediction!.BucketCount);
    }

    [Fact]
    public void Choose_AnyProfile_TakesTheLargestWithinOnePercentOfTheShortest()
    {
        var decision = BucketChoice.Choose(Even, new SumCost(LinkFigures.From(100, 1000), 8));
        var shortest = decision.Candidates.Min(candidate => candidate.Prediction.StepSeconds);
        Assert.Equal([1 << 16, 1 << 17, 1 << 18, 1 << 19, 1 << 20, 1 << 21, 1 << 22, 1 << 23, int.MaxValue],
            decision.Candidates.Select(candidate => candidate.BucketBytes));
        Assert.True(decision.Prediction!.StepSeconds <= 1.01 * shortest);
        Assert.All(decision.Candidates.SkipWhile(candidate => candidate.BucketBytes <= decision.BucketBytes),
            candidate => Assert.True(candidate.Prediction.StepSeconds > 1.01 * shortest));
    }

    [Fact]
    public void Reasons_OfAChoice_HaveFiguresCandidatesAndChoice()
    {
        var decision = BucketChoice.Choose(Even, new SumCost(LinkFigures.From(0, 100), 4));
        Assert.Equal("links of 4 ranks: latency 0.0 us, 5.0 us a message, 100 Mbit/s, addition 6.7 GB/s", decision.Reasons[0]);
        Assert.Equal("step: 1600.00 ms forward and backward, 0.00 ms update, 16,777,216 bytes of 16 gradients", decision.Reasons[1]);
        Assert.Equal(decision.Candidates.Count + 3, decision.Reasons.Count);
        Assert.StartsWith("chosen: ", decision.Reasons[^1], StringComparison.Ordinal);
        Assert.Contains("go all to all", decision.Reasons[^1], StringComparison.Ordinal);
    }
}
