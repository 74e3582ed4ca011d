using Tutti.Communication.Collectives;
using Tutti.Communication.Tests.Transports.Messages;

namespace Tutti.Communication.Tests.Collectives;

/// <summary>
/// Ranks with different numbers of batches, also none, that find out together when all have run out: the sum of weights is zero.
/// </summary>
public sealed class UnevenDataTests
{
    private const int Seeds = 1_000;
    private const int MostBatches = 6;
    private const int Width = 5;

    [Fact]
    public void SumShards_OverThreads_EndsOnAllRanksInTheSameStep() => Run((size, work) => Ranks.Run(size, world => work(world.Group)));

    [Fact]
    public void SumShards_OverMessages_EndsOnAllRanksInTheSameStep() => Run((size, work) => MessageRanks.Run(size, work));

    private static void Run(Func<int, Func<ProcessGroup, float[]>, IReadOnlyList<float[]>> run)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var counts = Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(MostBatches + 1)).ToArray();

            var weights = run(counts.Length, group => Train(group, counts[group.Rank]));

            var expected = Enumerable.Range(0, counts.Max() + 1).Select(step => (float)counts.Count(count => count > step));
            Assert.All(weights, own => Assert.Equal(expected, own));
        }
    }

    /// <summary>The sum of weights in each step; the last is zero.</summary>
    private static float[] Train(ProcessGroup group, int batchCount)
    {
        var buffer = group.AllocateShards(ShardMap.Contiguous(group.Size, group.Size), Width + 1);
        var weights = new List<float>();
        do
        {
            var shard = buffer.Shard(0).Span;
            shard.Clear();
            if (weights.Count < batchCount)
            {
                shard[..Width].Fill(group.Rank + 1);
                shard[Width] = 1;
            }

            group.SumShards(buffer);
            weights.Add(buffer.Result.Span[Width]);
        }
        while (weights[^1] > 0);

        return [.. weights];
    }
}
