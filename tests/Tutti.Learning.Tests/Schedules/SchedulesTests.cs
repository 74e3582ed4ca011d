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
}
