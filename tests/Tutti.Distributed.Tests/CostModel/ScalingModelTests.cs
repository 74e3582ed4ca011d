using System.Diagnostics;
using Tutti.Distributed.CostModel;

namespace Tutti.Distributed.Tests.CostModel;

public sealed class ScalingModelTests
{
    // Everything is final at the end of a second; 4,096 bytes less the head's line.
    private static readonly StepProfile Second = new() { Gradients = [new GradientTiming(1008, 1)], ComputeSeconds = 1 };

    private static readonly LinkFigures Links = new() { LatencySeconds = 0.5, MessageSeconds = 0, ByteSeconds = 1e-12, ReductionSeconds = 0 };

    [Fact]
    public void Weak_TwoWorkers_DoTwiceTheWorkInALongerStep()
    {
        var point = new ScalingModel(Second, Links).Weak(2);
        Assert.Equal(1.5, point.Prediction.StepSeconds, 1e-6);
        Assert.Equal(2 / 1.5, point.SpeedUp, 1e-6);
        Assert.Equal(1 / 1.5, point.Efficiency, 1e-6);
    }

    [Fact]
    public void Strong_TwoWorkers_ComputeHalfOfWhatIsNotFixed()
    {
        Assert.Equal(1, new ScalingModel(Second, Links).Strong(2).Prediction.StepSeconds, 1e-6);
        var point = new ScalingModel(Second with { FixedSeconds = 0.4 }, Links).Strong(2);
        Assert.Equal(0.4 + 0.3 + 0.5, point.Prediction.StepSeconds, 1e-6);
        Assert.Equal(1 / 1.2, point.SpeedUp, 1e-6);
    }

    [Fact]
    public void Both_OneWorker_AreOne()
    {
        var model = new ScalingModel(Second, Links);
        Assert.Equal((1.0, 1.0), (model.Weak(1).SpeedUp, model.Strong(1).SpeedUp));
    }

    [Fact]
    public void Weak_SlowerLinks_IsNeverMoreEfficient()
    {
        foreach (var workers in new[] { 2, 16, 128, 1024 })
        {
            var efficiencies = new[] { 10_000.0, 1000, 100, 10 }
                .Select(megabits => new ScalingModel(Second, LinkFigures.From(100, megabits)).Weak(workers).Efficiency).ToArray();
            Assert.Equal(efficiencies.OrderDescending(), efficiencies);
        }
    }

    [Fact]
    public void Weak_AThousandWorkersAndParameters_TakesMilliseconds()
    {
        var profile = new StepProfile
        {
            Gradients = [.. Enumerable.Range(0, 1000).Select(index => new GradientTiming(100_000, 1 - 0.001 * index))], ComputeSeconds = 1,
        };
        var model = new ScalingModel(profile, LinkFigures.From(20, 10_000));
        var start = Stopwatch.GetTimestamp();
        var point = model.Weak(1024);
        // A simulation of every rank would take minutes; the bound is loose for busy machines.
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.Equal(point, model.Weak(1024));
    }
}
