using Tutti.Communication;

namespace Tutti.Distributed.Tests;

/// <summary>What workers hold, and what they need not hold, counted.</summary>
public sealed class PassingGradientsTests
{
    private const int Elements = (6 * ShardedTraining.Width) + ShardedTraining.Width + (2 * ShardedTraining.Width) +
        (12 * ShardedTraining.Width) + 12 + (4 * 12) + 4;

    // Whole blocks and cache lines are owned, and the buckets' parts are balanced only in the end.
    private const int Slack = 4 * 2_048;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Memory_OfAdam_IsDividedAmongWorkers(int workers)
    {
        var (whole, divided, passing) = (MemoryOf(StateSharding.None), MemoryOf(StateSharding.OptimizerState), MemoryOf(StateSharding.Gradients));
        // AMSGrad remembers three numbers an element.
        Assert.All(whole, memory => Assert.Equal((4L * Elements, 12L * Elements), (memory.ParameterBytes, memory.OptimizerBytes)));
        Assert.Equal(12L * Elements, divided.Sum(memory => memory.OptimizerBytes));
        Assert.Equal(12L * Elements, passing.Sum(memory => memory.OptimizerBytes));
        Assert.All(divided.Concat(passing), memory => Assert.True(memory.OptimizerBytes <= 12L * Elements / workers + 3 * Slack));
        Assert.All(whole.Zip(divided), pair => Assert.Equal(pair.First.GradientBytes, pair.Second.GradientBytes));
        // The head is longer than the window of so small buckets. Within a step the model holds the largest parameter more, and what is with it.
        Assert.All(passing, memory => Assert.InRange(memory.GradientBytes, 1, 4L * Elements / workers + 2 * Slack));
        if (workers == 4) Assert.All(passing, memory => Assert.True(memory.GradientBytes < 3 * whole[0].GradientBytes / 4, $"{memory}"));
        Assert.All(passing, memory => Assert.InRange(
            memory.PeakGradientBytes - memory.GradientBytes, 4L * 12 * ShardedTraining.Width, 4L * 18 * ShardedTraining.Width));
        Assert.All(divided, memory => Assert.Equal(memory.GradientBytes, memory.PeakGradientBytes));

        Learning.Training.TrainingMemory[] MemoryOf(StateSharding stage) => [.. WorkerThreads.Run(
            workers, world => ShardedTraining.Train(world, ShardedTraining.Options(stage, 1, shards: workers)).Memory)];
    }

    [Fact]
    public void GradientBytes_SeveralShardsARank_CountsThoseThatWait()
    {
        var one = ShardedTraining.Train(World.Single(), ShardedTraining.Options(StateSharding.Gradients, 1, shards: 1)).Memory.GradientBytes;
        var three = ShardedTraining.Train(World.Single(), ShardedTraining.Options(StateSharding.Gradients, 1, shards: 3)).Memory.GradientBytes;
        Assert.True(three - one >= 2 * 4L * Elements, $"{three} with three shards, {one} with one");
    }

    [Fact]
    public void CompleteStep_WithoutDividingTheUpdate_IsRefused()
    {
        var model = new SizedModel([10]);
        var strategy = new DataParallel(World.Single(), ShardedTraining.Options(StateSharding.Gradients));
        strategy.Attach(model);
        Assert.Contains("Got sharded gradients without a call of DivideUpdate", Assert.Throws<InvalidOperationException>(() => model.RunStep(strategy)).Message);
    }

    // Layers that are left out, shards that are skipped: as undivided, with a model that binds and releases gradients.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 100)]
    [InlineData(3, null)]
    [InlineData(4, 1)]
    public void Training_UnusedParametersAndSkippedShards_HasTheBitsOfOneSum(int workers, int? bucketBytes)
    {
        var expected = OverlappingTraining.Train(World.Single(), new() { ShardCount = 4, BucketBytes = int.MaxValue });
        var options = new DataParallelOptions { ShardCount = 4, BucketBytes = bucketBytes, Sharding = StateSharding.Gradients };
        Assert.All(WorkerThreads.Run(workers, world => OverlappingTraining.Train(world, options)), weights => Assert.Equal(expected, weights));
    }

    // Models that keep gradients in memory of their own, bind them, or bind some, and can let go of none.
    [Fact]
    public void CompleteStep_ModelThatCannotRelease_HasTheSumOfAllShards()
    {
        foreach (var binding in Enum.GetValues<Binding>())
        {
            var expected = Step(World.Single(), binding, StateSharding.None);
            foreach (var workers in new[] { 1, 2, 3 })
                Assert.All(WorkerThreads.Run(workers, world => Step(world, binding, StateSharding.Gradients)), bits => Assert.Equal(expected, bits));
        }
    }

    private static int[] Step(World world, Binding binding, StateSharding sharding)
    {
        var model = new LinearModel(binding);
        var strategy = new DataParallel(world, ShardedTraining.Options(sharding, 1, shards: 3));
        strategy.Attach(model);
        var update = strategy.DivideUpdate(canDivideParameters: true);
        var random = new Random(3);
        for (var step = 0; step < 3; step++)
        {
            float[][] inputs = [.. Enumerable.Range(0, 6).Select(_ => Enumerable.Range(0, LinearModel.Width).Select(_ => random.NextSingle()).ToArray())];
            var targets = inputs.Select(input => input[0]).ToArray();
            for (var position = 0; position < strategy.OwnShards.Length; position++)
            {
                var shard = strategy.OwnShards[position];
                strategy.BeginShard(position);
                strategy.CompleteShard(position, model.Learn(inputs, targets, 2 * shard, 2 * shard + 2), 1 / 3.0);
            }
            strategy.CompleteStep(wantsToStop: false);
            var own = update?.Own ?? model;
            for (var index = 0; index < own.ParameterCount; index++)
                for (var i = 0; i < own.Values(index).Length; i++) own.Values(index)[i] -= 0.01f * own.Gradients(index)[i];
            update?.ShareValues();
        }
        return model.WeightBits();
    }
}
