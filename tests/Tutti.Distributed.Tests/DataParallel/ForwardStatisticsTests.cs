using Tutti.Communication;
using Tutti.Communication.Launching;
using Tutti.Learning.Training;

namespace Tutti.Distributed.Tests;

/// <summary>Running statistics and counters must not depend on who computed which shard.</summary>
public sealed class ForwardStatisticsTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(4, 23)]
    [InlineData(5, 3)] // some shards have no samples
    [InlineData(7, 16)]
    public void CompleteStep_AnyNumberOfWorkers_MovesStatisticsByTheWeightedMean(int shardCount, int sampleCount)
    {
        var alone = Train(1, shardCount, sampleCount);
        foreach (var workers in new[] { 2, 3 })
            Assert.All(Train(workers, shardCount, sampleCount), model => Assert.Equal(alone[0].Bits(), model.Bits()));
        // Each shard moves the mean a tenth of the way to its own samples' mean; all shards together to the batch's.
        var expected = 0.0;
        for (var step = 0; step < Steps; step++) expected += 0.1 * ((step + (sampleCount - 1) / 2.0) - expected);
        Assert.Equal(expected, alone[0].Mean, 1e-4);
        Assert.Equal(Steps, alone[0].Count);
    }

    [Fact]
    public void CompleteStep_StatisticsThatNoShardMoves_StayTheSameToTheBit()
    {
        var model = Train(2, 3, 10)[0];

        Assert.Equal(CountingModel.Frozen.Select(BitConverter.SingleToInt32Bits), model.Statistics(1).ToArray().Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Attach_StatisticsDiffer_AllGetRankZeros()
    {
        var models = Run(3, world =>
        {
            var model = new CountingModel();
            model.Statistics(0)[0] = world.Rank + 0.5f;
            model.Counters(0)[0] = world.Rank;
            new DataParallel(world).Attach(model);
            return model;
        });

        Assert.All(models, model => Assert.Equal((0.5f, 0L), (model.Mean, model.Count)));
    }

    private const int Steps = 5;

    private static IReadOnlyList<CountingModel> Train(int workers, int shardCount, int sampleCount) => Run(workers, world =>
    {
        var model = new CountingModel();
        var strategy = new DataParallel(world, new DataParallelOptions { ShardCount = shardCount });
        strategy.Attach(model);
        for (var step = 0; step < Steps; step++)
        {
            for (var position = 0; position < strategy.OwnShards.Length; position++)
            {
                var shard = strategy.OwnShards[position];
                var samples = Enumerable.Range(0, sampleCount).Where(i => i * shardCount / sampleCount == shard).Select(i => (float)(i + step)).ToArray();
                if (samples.Length == 0)
                {
                    strategy.SkipShard(position);
                    continue;
                }
                strategy.BeginShard(position);
                model.Forward(samples);
                strategy.CompleteShard(position, 0, (double)samples.Length / sampleCount);
            }
            strategy.CompleteStep(wantsToStop: false);
        }
        return model;
    });

    private static IReadOnlyList<T> Run<T>(int workers, Func<World, T> work) => Distributor.RunAsync(
        new DistributorOptions { Workers = workers, Timeout = Deadline }, (world, _) => work(world), CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>One parameter, a running mean of the samples, a statistic that is never moved, and a counter.</summary>
    private sealed class CountingModel : IParameterSource, IForwardStatistics
    {
        // What masks are made of, and what an addition of 0 would change.
        internal static readonly float[] Frozen = [0.3f, float.NegativeInfinity, -0f, float.NaN, float.MaxValue];

        private readonly float[] value = [1], gradient = [0], mean = [0], frozen = [.. Frozen];
        private readonly long[] count = [0];

        internal float Mean => mean[0];

        internal long Count => count[0];

        public int ParameterCount => 1;

        public int StatisticCount => 2;

        public int CounterCount => 1;

        public string NameOf(int index) => "value";

        public Span<float> Values(int index) => value;

        public Span<float> Gradients(int index) => gradient;

        public bool TryBindGradients(int index, Memory<float> memory) => false;

        public Span<float> Statistics(int index) => index == 0 ? mean : frozen;

        public Span<long> Counters(int index) => count;

        internal void Forward(float[] samples)
        {
            mean[0] += 0.1f * (samples.Average() - mean[0]);
            count[0]++;
        }

        internal (int, long) Bits() => (BitConverter.SingleToInt32Bits(mean[0]), count[0]);
    }
}
