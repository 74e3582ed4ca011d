using Tutti.Learning.Schedules;
using SchedulesOfTutti = Tutti.Learning.Schedules.Schedules;

namespace Tutti.Learning.Tests.Schedules;

public sealed class SchedulesTests
{
    [Fact]
    public void Constant_NeverChanges() =>
        Assert.All(Enumerable.Range(0, 10), step => Assert.Equal(0.1, SchedulesOfTutti.Constant(0.1, step, 10)));

    [Fact]
    public void Cosine_GoesFromTheBaseThroughHalfOfItTowardsZero()
    {
        Schedule cosine = SchedulesOfTutti.Cosine;
        Assert.Equal(0.2, cosine(0.2, 0, 100), 1e-15);
        Assert.Equal(0.1, cosine(0.2, 50, 100), 1e-15);
        Assert.Equal(0.2 * (1 + Math.Cos(0.3 * Math.PI)) / 2, cosine(0.2, 30, 100), 1e-15);
        Assert.InRange(cosine(0.2, 99, 100), 1e-9, 1e-4);
        Assert.All(Enumerable.Range(1, 99), step => Assert.True(cosine(1, step, 100) < cosine(1, step - 1, 100)));
    }

    [Fact]
    public void Step_EverySize_MultipliesTheRate() =>
        Assert.Equal([0.4, 0.4, 0.4, 0.2, 0.2, 0.2, 0.1], Rates(SchedulesOfTutti.Step(3, 0.5), 0.4, 7), Same);

    [Fact]
    public void CosineAnnealing_AfterItsPeriod_GoesUpAgain()
    {
        var rates = Rates(SchedulesOfTutti.CosineAnnealing(4, 0.1), 0.5, 9);
        Assert.Equal([0.5, 0.1, 0.5], (double[])[rates[0], rates[4], rates[8]], Same);
        Assert.Equal(0.3, rates[2], 1e-12);
        Assert.Equal(rates[3], rates[5], 1e-12);
    }

    [Fact]
    public void Linear_AfterItsSteps_Stays() =>
        Assert.Equal([0.1, 0.325, 0.55, 0.775, 1, 1, 1], Rates(SchedulesOfTutti.Linear(0.1, 1, 4), 1, 7), Same);

    [Fact]
    public void OneCycle_Curve_GoesUpAndFarDown()
    {
        var options = new OneCycleOptions { MaximumRate = 1, WarmupShare = 0.5, IsLinear = true, InitialDivisor = 10, FinalDivisor = 100 };
        // 10 steps: the turn lies at step 4.
        var rates = Rates(SchedulesOfTutti.OneCycle(options), 77, 10);
        Assert.Equal([0.1, 0.325, 0.55, 0.775, 1], rates[..5], Same);
        Assert.Equal(0.001, rates[9], 1e-12);
        Assert.Equal(1 - (1 - 0.001) / 5, rates[5], 1e-12);
        var momenta = Rates(SchedulesOfTutti.OneCycleMomentum(options), 77, 10);
        Assert.Equal([0.95, 0.85, 0.95], (double[])[momenta[0], momenta[4], momenta[9]], Same);
        Assert.Equal(0.001, SchedulesOfTutti.OneCycle(options with { StepCount = 10 })(1, 500, 1000), 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(1)]
    public void OneCycle_WithoutWarmupOrDescent_StaysFinite(double share)
    {
        var rates = Rates(SchedulesOfTutti.OneCycle(new() { MaximumRate = 1, WarmupShare = share }), 1, 10);
        Assert.All(rates, rate => Assert.InRange(rate, 0, 1));
        Assert.Equal(1, rates.Max(), 0.05);
    }

    [Fact]
    public void Sequential_EachPart_CountsItsOwnSteps()
    {
        var schedule = SchedulesOfTutti.Sequential([SchedulesOfTutti.Linear(0.5, 1, 2), SchedulesOfTutti.Cosine, SchedulesOfTutti.Constant], [2, 6]);
        var rates = Rates(schedule, 1, 8);
        Assert.Equal([0.5, 0.75, 1, (1 + Math.Cos(Math.PI / 4)) / 2, 0.5, (1 - Math.Cos(Math.PI / 4)) / 2, 1, 1], rates, Same);
    }

    [Fact]
    public void Factories_OfNonsense_SayWhatIsExpected()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SchedulesOfTutti.Step(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SchedulesOfTutti.Step(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SchedulesOfTutti.CosineAnnealing(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SchedulesOfTutti.CosineAnnealing(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SchedulesOfTutti.Linear(steps: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SchedulesOfTutti.Linear(double.NaN));
        var error = Assert.Throws<ArgumentException>(() => SchedulesOfTutti.OneCycle(new() { MaximumRate = 0, WarmupShare = 2, MaximumMomentum = 1 }));
        Assert.Contains("MaximumRate is 0", error.Message);
        Assert.Contains("WarmupShare is 2", error.Message);
        Assert.Contains("MaximumMomentum is 1", error.Message);
        Assert.Contains("Got 1 schedules and 1 milestones", Assert.Throws<ArgumentException>(() => SchedulesOfTutti.Sequential([SchedulesOfTutti.Cosine], [3])).Message);
        Assert.Contains("do not ascend",
            Assert.Throws<ArgumentException>(() => SchedulesOfTutti.Sequential([SchedulesOfTutti.Cosine, SchedulesOfTutti.Cosine], [0])).Message);
    }

    private static double[] Rates(Schedule schedule, double baseRate, int count) =>
        [.. Enumerable.Range(0, count).Select(step => schedule(baseRate, step, count))];

    private static bool Same(double expected, double actual) => Math.Abs(expected - actual) < 1e-12;
}
