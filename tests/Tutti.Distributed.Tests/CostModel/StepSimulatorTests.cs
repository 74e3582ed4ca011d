using FsCheck;
using FsCheck.Fluent;
using Tutti.Distributed.CostModel;

namespace Tutti.Distributed.Tests.CostModel;

public sealed class StepSimulatorTests
{
    private const double Tolerance = 1e-9;

    // Between two ranks a sum of n bytes takes 1 s + n · 1 ms; a cache line has 64 bytes.
    private static readonly LinkFigures Links = new() { LatencySeconds = 1, MessageSeconds = 0, ByteSeconds = 1e-3, ReductionSeconds = 0 };

    // Memory: the head's line, then two parameters of 64 and 32 elements: 64 + 256 + 128 bytes. The second is final first.
    private static StepProfile Two(double compute) => new()
    {
        Gradients = [new GradientTiming(64, compute), new GradientTiming(32, compute / 2)], ComputeSeconds = compute, UpdateSeconds = 0.25,
    };

    [Fact]
    public void Run_OneBucket_SumsItAfterTheBackwardPass()
    {
        var prediction = StepSimulator.Run(Two(10), new SumCost(Links, 2), int.MaxValue);
        Assert.Equal(1, prediction.BucketCount);
        Assert.Equal(1.448, prediction.ExposedSeconds, Tolerance);
        Assert.Equal(10 + 1.448 + 0.25, prediction.StepSeconds, Tolerance);
        Assert.Equal(10.25 / 11.698, prediction.Efficiency, Tolerance);
    }

    [Fact]
    public void Run_TwoBucketsAndMuchToCompute_HidesTheFirst()
    {
        // The first from 5 s to 6.128 s; the second, with the head, from 10 s to 11.320 s.
        var prediction = StepSimulator.Run(Two(10), new SumCost(Links, 2), 1);
        Assert.Equal(2, prediction.BucketCount);
        Assert.Equal(1.320, prediction.ExposedSeconds, Tolerance);
        Assert.Equal(1.128 + 1.320, prediction.SumSeconds, Tolerance);
    }

    [Fact]
    public void Run_TwoBucketsAndLittleToCompute_QueuesTheSecond()
    {
        // The first from 0.5 s to 1.628 s, and only then the second, to 2.948 s.
        var prediction = StepSimulator.Run(Two(1), new SumCost(Links, 2), 1);
        Assert.Equal(1.948, prediction.ExposedSeconds, Tolerance);
        Assert.Equal(1 + 1.948 + 0.25, prediction.StepSeconds, Tolerance);
    }

    [Fact]
    public void Run_BucketThatIsFinalBeforeTheOneBeforeIt_WaitsForIt()
    {
        // Three parameters of a line; the last is final at the end of the pass, so the second cannot go before.
        var profile = new StepProfile
        {
            Gradients = [new GradientTiming(16, 1), new GradientTiming(16, 1), new GradientTiming(16, 10)], ComputeSeconds = 10,
        };
        Assert.Equal(1.064 + 1.064 + 1.128, StepSimulator.Run(profile, new SumCost(Links, 2), 1).ExposedSeconds, Tolerance);
    }

    [Fact]
    public void Run_OneRank_CommunicatesNothing()
    {
        var prediction = StepSimulator.Run(Two(10), new SumCost(Links, 1), 1);
        Assert.Equal((10.25, 0.0, 1.0), (prediction.StepSeconds, prediction.ExposedSeconds, prediction.Efficiency));
    }

    [Fact]
    public void Run_AnyProfile_StaysBetweenItsBoundsAndFollowsTheLinks() => Prop.ForAll(
        Gen.Choose(1, 5000).Zip(Gen.Choose(0, 1000)).NonEmptyListOf().Zip(Gen.Choose(1, 30000)).Zip(Gen.Choose(2, 1024)).ToArbitrary(),
        input =>
        {
            var ((parameters, bucketBytes), ranks) = input;
            var profile = new StepProfile
            {
                Gradients = [.. parameters.Select(parameter => new GradientTiming(parameter.Item1, parameter.Item2 * 1e-3))],
                ComputeSeconds = 1, UpdateSeconds = 0.1,
            };
            var prediction = StepSimulator.Run(profile, new SumCost(LinkFigures.From(50, 100), ranks), bucketBytes);
            Assert.InRange(prediction.ExposedSeconds, 0, prediction.SumSeconds + 1e-12);
            Assert.InRange(prediction.StepSeconds, Math.Max(1.1, prediction.SumSeconds), 1.1 + prediction.SumSeconds + 1e-12);
            var slower = StepSimulator.Run(profile, new SumCost(LinkFigures.From(500, 50), ranks), bucketBytes);
            Assert.True(slower.StepSeconds >= prediction.StepSeconds);
            var earlier = profile with { Gradients = [.. profile.Gradients.Select(gradient => gradient with { FinalSeconds = gradient.FinalSeconds / 2 })] };
            Assert.True(StepSimulator.Run(earlier, new SumCost(LinkFigures.From(50, 100), ranks), bucketBytes).StepSeconds <= prediction.StepSeconds);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Run_ImpossibleProfile_NamesAllProblems()
    {
        var profile = new StepProfile { Gradients = [new GradientTiming(-1, 0)], ComputeSeconds = double.NaN, UpdateSeconds = -1 };
        var message = Assert.Throws<ArgumentException>(() => StepSimulator.Run(profile, new SumCost(Links, 2), 1)).Message;
        Assert.Contains("ComputeSeconds is NaN", message, StringComparison.Ordinal);
        Assert.Contains("UpdateSeconds is -1", message, StringComparison.Ordinal);
        Assert.Contains("Gradients[0] has -1 elements", message, StringComparison.Ordinal);
    }
}
