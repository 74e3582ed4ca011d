using System.Diagnostics;
using Tutti.Communication.Launching;
using Tutti.Distributed;
using Tutti.Experiments.Training;
using Tutti.Learning.Data;
using Tutti.Learning.Losses;
using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;

namespace Tutti.Experiments.Tests.Training;

public sealed class WatchedStrategyTests
{
    [Fact]
    public async Task CompleteShard_ASlowWorker_ComputesSomeTimesAsLong()
    {
        var times = await Distributor.RunAsync(new DistributorOptions { Workers = 1 }, (world, _) =>
        {
            var strategy = new WatchedStrategy(world.Group, new SingleWorker(), slowFactor: 3);
            var clock = Stopwatch.StartNew();
            strategy.BeginShard(0);
            var worked = Work();
            strategy.CompleteShard(0, weightedLoss: 1, weight: 1);
            return (Worked: worked, strategy.Computing, clock.Elapsed);
        }, TestContext.Current.CancellationToken);

        Assert.InRange(times[0].Computing, times[0].Worked * 3, times[0].Elapsed);
    }

    [Fact]
    public async Task Fit_OneSlowWorker_GivesTheSameBitsAndTheOthersWait()
    {
        var plain = await TrainAsync(slowFactor: null);
        var slowed = await TrainAsync(slowFactor: 4);

        Assert.Single(plain.Concat(slowed).Select(result => result.Digest).Distinct());
        var (healthy, slow) = (slowed[0].Watched!, slowed[1].Watched!);
        Assert.True(healthy.Waiting > TimeSpan.Zero && slow.Computing > TimeSpan.Zero && slow.Summing > TimeSpan.Zero);
    }

    private static TimeSpan Work()
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromMilliseconds(2)) Thread.SpinWait(10);
        return clock.Elapsed;
    }

    private static Task<IReadOnlyList<(string Digest, WatchedStrategy? Watched)>> TrainAsync(double? slowFactor)
    {
        var data = ClassificationDataset.FromFloats(
            "mine", [.. Enumerable.Range(0, 64).Select(value => value / 64f)], [.. Enumerable.Range(0, 32).Select(row => (byte)(row % 2))], [2], ["a", "b"],
            Standardization.None);
        return Distributor.RunAsync(new DistributorOptions { Workers = 2 }, (world, _) =>
        {
            ITrainingStrategy strategy = new DataParallel(world, new DataParallelOptions { BucketBytes = 4 });
            if (slowFactor is { } factor) strategy = new WatchedStrategy(world.Group, strategy, world.Rank == 1 ? factor : 1);
            var network = new Sequential(new Linear(2, 8), new Linear(8, 2));
            new Trainer(network, new Sgd(0.1), Losses.CrossEntropy, strategy, new TrainerOptions { EpochCount = 2, BatchSize = 8, Seed = 3 }).Fit(data);
            return (network.WeightsSha256(), strategy as WatchedStrategy);
        }, TestContext.Current.CancellationToken);
    }
}
