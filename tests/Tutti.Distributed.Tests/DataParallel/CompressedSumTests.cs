using Tutti.Learning.Compression;

namespace Tutti.Distributed.Tests;

public sealed class CompressedSumTests
{
    private const int Rows = 30, Columns = 20, VectorLength = 5;

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var word in new[] { "half", "int8", "top-k:0.1" })
                foreach (var workers in new[] { 1, 2, 3 }) cases.Add(word, workers);
            return cases;
        }
    }

    // By hand, from the codec and its error feedback alone: so the sum is that of decoded parameters, in the tree's order.
    [Theory, MemberData(nameof(Cases))]
    public void Sum_SeveralSteps_IsTheTreeOfWhatIsDecoded(string word, int workers)
    {
        var expected = ByHand(word, shardCount: 3, stepCount: 4);
        var all = WorkerThreads.Run(workers, world =>
        {
            var (strategy, model) = Attach(world, word, shardCount: 3);
            return Enumerable.Range(0, 4).Select(step => model.Step(strategy, (shard, index) => Gradient(step, shard, index))).ToArray();
        });
        Assert.All(all, sums => Assert.Equal(expected, sums));
    }

    [Fact]
    public void Sum_StepThatIsNotFinite_ShowsItOnceAndForgets()
    {
        var sums = WorkerThreads.Run(2, world =>
        {
            var (strategy, model) = Attach(world, "half", shardCount: 2);
            var broken = model.Step(strategy, (shard, index) => [.. Gradient(0, shard, index).Select((value, i) => i == 2 && shard == 1 ? float.NaN : value)]);
            return (Broken: broken, After: model.Step(strategy, (shard, index) => Gradient(1, shard, index)));
        });
        Assert.All(sums, pair =>
        {
            Assert.True(float.IsNaN(pair.Broken[0][2]));
            Assert.All(pair.After, sum => Assert.All(sum, value => Assert.True(float.IsFinite(value))));
        });
    }

    // What two workers' messages carry, of 605 gradients and a head of 64 bytes a shard.
    [Theory]
    [InlineData("half", 2 * (64 + 2 * 4 + 2 * 605))]
    [InlineData("int8", 2 * (64 + 2 * 4 + 605 + 4 * 4))]
    public void Sum_OfACodecOfFixedSize_MovesItsBytes(string word, int expected)
    {
        var bytes = WorkerThreads.Run(2, world =>
        {
            var (strategy, model) = Attach(world, word, shardCount: 2);
            return CollectiveCount.Of(world, "AllGather", () => model.Step(strategy, (shard, index) => Gradient(0, shard, index)));
        });
        // What both contributed, together.
        Assert.Equal(expected, bytes[0]);
    }

    [Fact]
    public void Sum_ByTopK_MovesLessThanAFifthOfWhatUncompressedGradientsTake()
    {
        var bytes = WorkerThreads.Run(2, world =>
        {
            var (strategy, model) = Attach(world, "top-k:0.1", shardCount: 2);
            return CollectiveCount.Of(world, "AllGather", () => model.Step(strategy, (shard, index) => Gradient(0, shard, index)));
        });
        Assert.InRange(bytes[0], 1, 2 * (64 + 4 * 605 / 5));
    }

    private static (DataParallel Strategy, MatrixModel Model) Attach(Communication.World world, string word, int shardCount)
    {
        var strategy = new DataParallel(world, new() { ShardCount = shardCount, Compression = GradientCompression.Parse(word) });
        var model = new MatrixModel(Rows, Columns, VectorLength);
        strategy.Attach(model);
        return (strategy, model);
    }

    private static float[][][] ByHand(string word, int shardCount, int stepCount)
    {
        var codec = GradientCompression.Parse(word).CreateCodec()!;
        var feedback = Enumerable.Range(0, shardCount)
            .Select(_ => new[] { Rows * Columns, VectorLength }.Select(count => new ErrorFeedback(codec, count)).ToArray()).ToArray();
        return [.. Enumerable.Range(0, stepCount).Select(step => Enumerable.Range(0, 2).Select(index =>
        {
            var decoded = feedback.Select((own, shard) => Decoded(codec, own[index], Gradient(step, shard, index))).ToArray();
            // The tree of three shards.
            return decoded[0].Select((value, i) => value + decoded[1][i] + decoded[2][i]).ToArray();
        }).ToArray())];
    }

    private static float[] Decoded(IGradientCodec codec, ErrorFeedback feedback, float[] values)
    {
        var encoded = new byte[codec.MaximumEncodedBytes(values.Length)];
        var decoded = new float[values.Length];
        codec.Decode(encoded.AsSpan(0, feedback.Encode(values, encoded, 0)), decoded);
        return decoded;
    }

    private static float[] Gradient(int step, int shard, int index)
    {
        var random = new Random(1000 * step + 10 * shard + index);
        return [.. Enumerable.Range(0, index == 0 ? Rows * Columns : VectorLength).Select(_ => random.NextSingle() - 0.5f)];
    }
}
