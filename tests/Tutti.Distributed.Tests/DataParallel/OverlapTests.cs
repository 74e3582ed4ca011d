using Tutti.Communication;
using Tutti.Communication.Launching;
using Tutti.Learning.Modules;
using Tutti.Learning.Training;
using Tutti.Tensors;

namespace Tutti.Distributed.Tests;

/// <summary>Gradients that are summed while the backward pass goes on.</summary>
public sealed class OverlapTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static TheoryData<int, int, int?> Layouts
    {
        get
        {
            var cases = new TheoryData<int, int, int?>();
            foreach (var bucketBytes in new int?[] { 1, 100, 600, null })
                foreach (var (workers, shards) in new[] { (1, 4), (2, 4), (3, 4), (4, 4), (2, 2) })
                    cases.Add(workers, shards, bucketBytes);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Layouts))]
    public void Training_AnyBucketSize_HasTheBitsOfOneSum(int workers, int shards, int? bucketBytes)
    {
        var alone = Train(World.Single(), shards, bucketBytes: int.MaxValue);
        Assert.All(Run(workers, world => Train(world, shards, bucketBytes)), weights => Assert.Equal(alone, weights));
    }

    [Fact]
    public void CompleteGradient_OfTheLastBucketsParameters_SumsThemWhileTheShardIsOpen()
    {
        var sums = Run(2, world =>
        {
            var (strategy, model) = (new DataParallel(world, new DataParallelOptions { BucketBytes = 1 }), new LinearModel(Binding.Binds));
            strategy.Attach(model);
            strategy.BeginShard(0);
            model.Gradients(2).Fill(world.Rank + 1);
            strategy.CompleteGradient(2);
            // The sum lands where the gradient was.
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref model.Gradients(2)[0]) == 3, Deadline), "the sum does not come while the shard is open");
            model.Gradients(0).Fill(10);
            model.Gradients(1).Fill(world.Rank);
            strategy.CompleteShard(0, 1, 0.5);
            Assert.Equal(2, strategy.CompleteStep(false).Loss);
            return (model.Gradients(0)[5], model.Gradients(1)[0], model.Gradients(2)[0]);
        });
        Assert.All(sums, sum => Assert.Equal((20f, 1f, 3f), sum));
    }

    [Fact]
    public void CompleteGradient_OfAModelThatKeepsItsGradients_IsNotOverwrittenByThem()
    {
        var sums = Run(2, world =>
        {
            var (strategy, model) = (new DataParallel(world, new DataParallelOptions { BucketBytes = 1 }), new LinearModel(Binding.Refuses));
            strategy.Attach(model);
            strategy.BeginShard(0);
            for (var index = 2; index >= 0; index--)
            {
                model.Gradients(index).Fill(world.Rank + index);
                strategy.CompleteGradient(index);
            }
            strategy.CompleteShard(0, 1, 0.5);
            strategy.CompleteStep(false);
            return (model.Gradients(0)[0], model.Gradients(1)[0], model.Gradients(2)[0]);
        });
        Assert.All(sums, sum => Assert.Equal((1f, 3f, 5f), sum));
    }

    [Fact]
    public void CompleteGradient_OutsideAShard_Throws()
    {
        var strategy = new DataParallel(World.Single());
        Assert.Throws<InvalidOperationException>(() => strategy.CompleteGradient(0));
        strategy.Attach(new LinearModel(Binding.Binds));
        Assert.Contains("no shard is open", Assert.Throws<InvalidOperationException>(() => strategy.CompleteGradient(0)).Message);
    }

    [Fact]
    public void Constructor_BucketOfNothing_IsRefused() => Assert.Contains(
        "BucketBytes is 0, expected at least 1",
        Assert.Throws<ArgumentException>(() => new DataParallel(World.Single(), new DataParallelOptions { BucketBytes = 0 })).Message);

    // Every third step leaves the middle layer out, on some shards only: its parameters are unused there, which no flag announces.
    private static int[] Train(World world, int shards, int? bucketBytes)
    {
        Linear[] layers = [new(6, 8), new(8, 8), new(8, 3)];
        var network = new Sequential(layers);
        network.Initialize(seed: 4);
        var parameters = new ModelParameters(network);
        var strategy = new DataParallel(world, new DataParallelOptions { ShardCount = shards, BucketBytes = bucketBytes });
        strategy.Attach(parameters);
        var final = new FinalGradients(parameters, strategy);
        for (var step = 0; step < 9; step++)
        {
            for (var position = 0; position < strategy.OwnShards.Length; position++)
            {
                var shard = strategy.OwnShards[position];
                if (step == 4 && shard == 1)
                {
                    strategy.SkipShard(position);
                    continue;
                }
                using var scope = TensorScope.Begin();
                strategy.BeginShard(position);
                network.ClearGradients();
                var hidden = layers[0].Forward(Input(step, shard)).Tanh();
                if (step % 3 != 0 || shard % 2 != 0) hidden = layers[1].Forward(hidden).Tanh();
                var loss = layers[2].Forward(hidden).Tanh().Mean();
                loss.Backward(0.25, final);
                strategy.CompleteShard(position, (float)loss.ToScalar(), 0.25);
            }
            strategy.CompleteStep(wantsToStop: false);
            for (var index = 0; index < parameters.ParameterCount; index++)
                for (var i = 0; i < parameters.Values(index).Length; i++) parameters.Values(index)[i] -= parameters.Gradients(index)[i];
        }
        return [.. Enumerable.Range(0, parameters.ParameterCount).SelectMany(index => parameters.Values(index).ToArray()).Select(BitConverter.SingleToInt32Bits)];
    }

    private static Tensor Input(int step, int shard)
    {
        var random = new Random(100 * step + shard);
        return Tensor.From(Enumerable.Range(0, 30).Select(_ => random.NextSingle() - 0.5f).ToArray(), [5, 6]);
    }

    private static IReadOnlyList<T> Run<T>(int size, Func<World, T> work) =>
        Distributor.RunAsync(new DistributorOptions { Workers = size, Timeout = Deadline }, (world, _) => work(world))
            .WaitAsync(3 * Deadline).GetAwaiter().GetResult();
}
