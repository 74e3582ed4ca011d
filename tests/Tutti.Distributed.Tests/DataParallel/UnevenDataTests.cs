using Tutti.Communication;
using Tutti.Communication.Launching;

namespace Tutti.Distributed.Tests;

/// <summary>Ranks with different numbers of batches, also none: who runs out contributes with weight zero, and nobody waits for it.</summary>
public sealed class UnevenDataTests
{
    private const int Seeds = 1_000;
    private const int MostBatches = 5;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Step_RanksRunOutAtDifferentTimes_AllGoOnTogetherToTheEnd()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var counts = Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(MostBatches + 1)).ToArray();

            var results = await Distributor.RunAsync(
                new DistributorOptions { Workers = counts.Length, Timeout = Deadline }, (world, _) => Train(world, counts[world.Rank])).WaitAsync(Deadline);

            var expected = Enumerable.Range(0, counts.Max()).Select(step => (float)counts.Count(count => count > step)).ToArray();
            Assert.All(results, result => Assert.Equal(expected, result.Losses));
            Assert.All(results, result => Assert.Equal(results[0].Weights, result.Weights));
        }
    }

    // Every batch counts 1 in the step's loss, so the loss says how many ranks had one.
    private static (float[] Losses, int[] Weights) Train(World world, int batchCount)
    {
        var strategy = new DataParallel(world);
        var model = new LinearModel(Binding.Binds);
        strategy.Attach(model);
        var counts = strategy.Gather([batchCount]);
        var losses = new float[(int)counts.Max()];
        for (var step = 0; step < losses.Length; step++)
        {
            if (step >= batchCount)
            {
                strategy.SkipShard(0);
            }
            else
            {
                strategy.BeginShard(0);
                var (inputs, targets) = LinearTraining.Batch(step, 2);
                model.Learn(inputs, targets, world.Rank % 2, 2);
                strategy.CompleteShard(0, 1, 1.0 / counts.Count(count => count > step));
            }

            losses[step] = strategy.CompleteStep(wantsToStop: false).Loss;
            model.Descend(0.01f);
        }

        return (losses, model.WeightBits());
    }
}
