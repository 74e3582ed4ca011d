using Tutti.Communication;
using Tutti.Learning.Compression;

namespace Tutti.Distributed.Tests;

public sealed class PowerSgdSumTests
{
    private const int Rows = 24, Columns = 18, VectorLength = 7;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    public void Sum_OfGradientsOfLowRank_IsTheirSum(int workers, int rank)
    {
        // Shards whose gradients together have exactly the rank that the factors have: nothing is lost.
        var all = WorkerThreads.Run(workers, world =>
        {
            var (strategy, model) = Attach(world, rank);
            return model.Step(strategy, (shard, index) => index == 0 ? LowRank(shard, rank) : Vector(shard));
        });
        Assert.All(all, sums =>
        {
            for (var i = 0; i < Rows * Columns; i++)
                Assert.Equal(Enumerable.Range(0, 4).Sum(shard => (double)LowRank(shard, rank)[i]), sums[0][i], 1e-5);
            Assert.Equal(Vector(0).Select((value, i) => (value + Vector(1)[i]) + (Vector(2)[i] + Vector(3)[i])), sums[1]);
        });
    }

    [Fact]
    public void Sum_OfAGradientOfFullRankAgainAndAgain_OwesLessThanItDid()
    {
        // Σ sums + what is owed = Σ gradients, and the debt stays bounded: so the mean of all sums comes close to the gradient.
        var (strategy, model) = Attach(World.Single(), rank: 1);
        var total = new double[Rows * Columns];
        const int steps = 300;
        for (var step = 0; step < steps; step++)
        {
            var sum = model.Step(strategy, (shard, index) => index == 0 ? Full(shard) : Vector(shard))[0];
            for (var i = 0; i < total.Length; i++) total[i] += sum[i] / (double)steps;
        }
        var gradient = Enumerable.Range(0, total.Length).Select(i => Enumerable.Range(0, 4).Sum(shard => (double)Full(shard)[i])).ToArray();
        var error = Math.Sqrt(total.Zip(gradient, (mean, exact) => (mean - exact) * (mean - exact)).Sum() / gradient.Sum(exact => exact * exact));
        Assert.InRange(error, 0, 0.1);
    }

    [Fact]
    public void Sum_OfTwoWorkers_MovesHeadVectorsAndFactors()
    {
        var elements = WorkerThreads.Run(2, world =>
        {
            var (strategy, model) = Attach(world, rank: 2);
            return CollectiveCount.Of(world, "SumShards", () => model.Step(strategy, (shard, index) => index == 0 ? Full(shard) : Vector(shard)));
        });
        Assert.All(elements, count => Assert.Equal(16 + VectorLength + 2 * (Rows + Columns), count));
    }

    [Fact]
    public void Sum_StepThatIsNotFinite_ShowsItOnceAndForgets()
    {
        var (strategy, model) = Attach(World.Single(), rank: 2);
        var broken = model.Step(strategy, (shard, index) => index == 0 ? [.. Full(shard)[1..], float.PositiveInfinity] : Vector(shard));
        Assert.Contains(broken[0], value => !float.IsFinite(value));
        var after = model.Step(strategy, (shard, index) => index == 0 ? Full(shard) : Vector(shard));
        Assert.All(after[0], value => Assert.True(float.IsFinite(value)));
        Assert.Contains(after[0], value => value != 0);
    }

    private static (DataParallel Strategy, MatrixModel Model) Attach(World world, int rank)
    {
        var strategy = new DataParallel(world, new() { ShardCount = 4, Compression = GradientCompression.Parse($"power-sgd:{rank}") });
        var model = new MatrixModel(Rows, Columns, VectorLength);
        strategy.Attach(model);
        return (strategy, model);
    }

    // All shards have the same column space, each its own row space.
    private static float[] LowRank(int shard, int rank)
    {
        var matrix = new float[Rows * Columns];
        for (var part = 0; part < rank; part++)
        {
            var (left, right) = (Numbers(part, Rows), Numbers(100 + 10 * shard + part, Columns));
            for (var i = 0; i < matrix.Length; i++) matrix[i] += left[i / Columns] * right[i % Columns];
        }
        return matrix;
    }

    private static float[] Full(int shard) => Numbers(200 + shard, Rows * Columns);

    private static float[] Vector(int shard) => Numbers(300 + shard, VectorLength);

    private static float[] Numbers(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
