using Tutti.Distributed.Ensembles.Remote;

namespace Tutti.Distributed.Tests.Ensembles.Remote;

public sealed class BackoffTests
{
    [Fact]
    public void Next_AfterEachFailure_IsHalfToAllOfTwiceAsLongUpToTheLongest()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), new Random(5));

        foreach (var most in new double[] { 1, 2, 4, 8, 10, 10, 10 }) Assert.InRange(backoff.Next().TotalSeconds, most / 2, most);
    }

    [Fact]
    public void Next_AfterVeryManyFailures_StaysTheLongest()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), new Random(5));
        for (var i = 0; i < 5000; i++) backoff.Next();

        Assert.InRange(backoff.Next().TotalSeconds, 5, 10);
    }

    [Fact]
    public void Reset_AfterFailures_BeginsAnew()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(100), new Random(5));
        for (var i = 0; i < 5; i++) backoff.Next();

        backoff.Reset();

        Assert.InRange(backoff.Next().TotalSeconds, 0.5, 1);
    }

    [Fact]
    public void Next_OfTwoNodes_Differs()
    {
        var (one, other) = (new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), new Random(5)), new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), new Random(6)));

        Assert.NotEqual(one.Next(), other.Next());
    }
}
