using Tutti.Distributed.CostModel;

namespace Tutti.Distributed.Tests.CostModel;

public sealed class StepClockTests
{
    [Fact]
    public void Profile_OfManySteps_HasTheMediansOfTheSlowestRankWithoutWarmUp()
    {
        var (time, profiles) = (new ManualTime(), new List<double[]>());
        StepClock? clock = null;
        foreach (var pace in new[] { 1, 2 })
        {
            clock = new StepClock([100, 50], headElementCount: 7, time);
            for (var step = 0; !clock.IsComplete; step++)
            {
                // Warm-up, and one step in between, are slow.
                var unit = step is < StepClock.WarmUpSteps or 5 ? 1000 : pace;
                clock.BeginShard();
                time.Pass(2 * unit);
                clock.Complete(1);
                time.Pass(3 * unit);
                clock.CompleteShard();
                time.Pass(50);
                clock.CompleteStep();
                time.Pass(4 * unit);
            }
            profiles.Add(clock.Medians());
        }

        var profile = clock!.ProfileOf([.. profiles.SelectMany(medians => medians)]);
        Assert.Equal([new GradientTiming(100, 10), new GradientTiming(50, 4)], profile.Gradients);
        Assert.Equal((10.0, 8.0, 7), (profile.ComputeSeconds, profile.UpdateSeconds, profile.HeadElementCount));
    }

    [Fact]
    public void IsComplete_StepsWithoutAnyShard_CountsThemToo()
    {
        var clock = new StepClock([1], 2, new ManualTime());
        for (var step = 0; step < StepClock.WarmUpSteps + StepClock.CountedSteps; step++)
        {
            Assert.False(clock.IsComplete);
            clock.CompleteStep();
        }
        Assert.True(clock.IsComplete);
        Assert.Equal([0.0, 0, 0], clock.Medians());
    }

    private sealed class ManualTime : TimeProvider
    {
        private long seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => seconds;

        internal void Pass(long count) => seconds += count;
    }
}
