using System.Diagnostics;
using Tutti.Communication;
using Tutti.Distributed.CostModel;
using Tutti.Learning.Training;

namespace Tutti.Distributed.Tests;

/// <summary>Buckets that are chosen by what was measured.</summary>
public sealed class TuningTests
{
    private const int Layers = 8, MeasuredSteps = 15;

    // What was measured stands in docs/SCALING.md.
    // The ranks and their forwarders share two cores with whatever else runs; docs/SCALING.md has what was measured on a quiet machine.
    private const double Tolerance = 0.4;
    // What else runs may disturb the twelve steps that are measured, or those that follow, and then they differ: that is no wrong prediction.
    private const int MostAttempts = 3;

    [Theory]
    [InlineData(2, 3, 100, 10)]
    [InlineData(2, 1, 400, 4)]
    [InlineData(3, 5, 200, 8)]
    [InlineData(4, 2, 200, 10)]
    public void Tune_ShapedLinks_PredictsTheStepAndAgrees(int ranks, int milliseconds, double megabits, int layerMilliseconds)
    {
        var offs = new List<double>();
        while (offs.Count < MostAttempts && !offs.Any(off => off <= Tolerance)) offs.Add(Attempt(ranks, milliseconds, megabits, layerMilliseconds));

        Assert.InRange(offs[^1], 0, Tolerance);
    }

    /// <summary>Lets ranks tune and agree; how far the predicted step is from the measured one, as a share of it.</summary>
    private static double Attempt(int ranks, int milliseconds, double megabits, int layerMilliseconds)
    {
        var outcomes = ShapedLinks.Run(ranks, TimeSpan.FromMilliseconds(milliseconds), megabits, world =>
        {
            var strategy = new DataParallel(world, new DataParallelOptions { Tune = true });
            strategy.Attach(new Layered());
            while (strategy.Decision is null) Step(strategy, layerMilliseconds);
            var seconds = new List<double>();
            for (var step = 0; step < MeasuredSteps; step++)
            {
                var start = Stopwatch.GetTimestamp();
                Step(strategy, layerMilliseconds);
                seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
            return (strategy.Decision, Seconds: seconds.Order().ElementAt(MeasuredSteps / 2));
        });

        var (decision, measured) = outcomes[0];
        foreach (var line in decision.Reasons) TestContext.Current.TestOutputHelper!.WriteLine(line);
        TestContext.Current.TestOutputHelper!.WriteLine($"predicted {decision.Prediction!.StepSeconds * 1e3:F2} ms, measured {measured * 1e3:F2} ms");
        Assert.All(outcomes, outcome => Assert.Equal((decision.BucketBytes, decision.DirectBytes), (outcome.Decision.BucketBytes, outcome.Decision.DirectBytes)));
        return Math.Abs(decision.Prediction!.StepSeconds - measured) / measured;
    }

    [Fact]
    public void Tune_BeforeAndAfterTheChoice_HasTheBitsOfOneSum()
    {
        var alone = LinearTraining.Run(new DataParallel(World.Single(), new DataParallelOptions { ShardCount = 3 }), new LinearModel(Binding.Binds), _ => 30);
        var tuned = ShapedLinks.Run(3, TimeSpan.Zero, 1000, world =>
        {
            var strategy = new DataParallel(world, new DataParallelOptions { Tune = true });
            var losses = LinearTraining.Run(strategy, new LinearModel(Binding.Binds), _ => 30);
            Assert.NotNull(strategy.Decision);
            return losses;
        });
        Assert.All(tuned, losses => Assert.Equal(alone, losses));
    }

    [Fact]
    public void Tune_SharedMemory_SaysWhyThereIsNothingToChoose()
    {
        var strategy = new DataParallel(World.Single(), new DataParallelOptions { Tune = true });
        strategy.Attach(new LinearModel(Binding.Binds));
        Assert.Equal(int.MaxValue, strategy.Decision!.BucketBytes);
        Assert.Equal(["one rank: nothing is sent"], strategy.Decision.Reasons);
        Assert.Contains("share memory", BucketTuner.ForSharedMemory(2).Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_TuneAndASize_IsRefused() => Assert.Contains(
        "BucketBytes is 5 and Tune is true",
        Assert.Throws<ArgumentException>(() => new DataParallel(World.Single(), new DataParallelOptions { BucketBytes = 5, Tune = true })).Message,
        StringComparison.Ordinal);

    // Computes as an accelerator would: the rank's core is free meanwhile.
    private static void Step(DataParallel strategy, int layerMilliseconds)
    {
        using var never = new ManualResetEventSlim();
        strategy.BeginShard(0);
        never.Wait(layerMilliseconds);
        for (var layer = Layers - 1; layer >= 0; layer--)
        {
            never.Wait(layerMilliseconds);
            strategy.CompleteGradient(layer);
        }
        strategy.CompleteShard(0, 1, 1);
        strategy.CompleteStep(wantsToStop: false);
    }

    /// <summary>Layers of 128 KB.</summary>
    private sealed class Layered : IParameterSource
    {
        private readonly float[][] values = [.. Enumerable.Range(0, Layers).Select(_ => new float[1 << 15])];
        private readonly Memory<float>[] gradients = [.. Enumerable.Range(0, Layers).Select(_ => new float[1 << 15].AsMemory())];

        public int ParameterCount => Layers;

        public string NameOf(int index) => $"{index}.weight";

        public Span<float> Values(int index) => values[index];

        public Span<float> Gradients(int index) => gradients[index].Span;

        public bool TryBindGradients(int index, Memory<float> memory)
        {
            gradients[index] = memory;
            return true;
        }
    }
}
