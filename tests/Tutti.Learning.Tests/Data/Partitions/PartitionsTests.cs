using FsCheck;
using FsCheck.Fluent;
using Tutti.Learning.Data.Partitions;
using Schemes = Tutti.Learning.Data.Partitions.Partitions;

namespace Tutti.Learning.Tests.Data.Partitions;

public sealed class PartitionsTests
{
    [Fact]
    public void ExactSchemes_AnyRows_HaveEachRowOnceAndNoEmptyPart()
    {
        var cases = from count in Gen.Choose(60, 200) from parts in Gen.Choose(1, 5) from seed in Gen.Choose(0, 1000) select (count, parts, seed);

        Prop.ForAll(cases.ToArbitrary(), drawn => Exact(drawn.count, drawn.parts, (ulong)drawn.seed).All(partition =>
            partition.PartCount == drawn.parts && partition.RowCount == drawn.count
            && RowsOf(partition).All(rows => rows.Length > 0 && rows.SequenceEqual(rows.Order()))
            && RowsOf(partition).SelectMany(rows => rows).Order().SequenceEqual(Enumerable.Range(0, drawn.count)))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void SeededSchemes_SameSeed_GiveTheSameAndAnotherSeedAnother()
    {
        foreach (var ((first, again), other) in All(400, 4, 7).Zip(All(400, 4, 7)).Zip(All(400, 4, 8)))
        {
            Assert.Equal(RowsOf(first), RowsOf(again));
            Assert.True(!RowsOf(first).SelectMany(rows => rows).SequenceEqual(RowsOf(other).SelectMany(rows => rows)), first.Scheme);
        }
    }

    // Computed apart from this code. Files and runs remember a seed: another order of the random numbers would give them other rows.
    [Fact]
    public void Balanced_SeedOne_StaysAsItIs() => Assert.Equal(RecordedParts, RowsOf(Schemes.Balanced(7, 3, 1)));

    [Fact]
    public void Bootstrap_Draws_RepeatRowsInTheOrderDrawn()
    {
        var partition = Schemes.Bootstrap(1000, 2, 3);
        var rows = partition.Rows(0).ToArray();

        Assert.Equal(1000, rows.Length);
        // The expected share of rows that are drawn is 1 − 1/e; its standard deviation is below 0.01.
        Assert.InRange(rows.Distinct().Count(), 580, 685);
        Assert.NotEqual(rows.Order(), rows);
        Assert.Equal(5, Schemes.Bootstrap(1000, 2, 3, partSize: 5).Rows(1).Length);
    }

    [Theory]
    [InlineData(10, new[] { 3.0, 2, 1 }, new[] { 5, 3, 2 })]
    [InlineData(10, new[] { 1.0, 1, 1 }, new[] { 4, 3, 3 })]
    [InlineData(7, new[] { double.MaxValue, double.MaxValue }, new[] { 4, 3 })]
    public void Weighted_Sizes_FollowTheLargestRemainders(int count, double[] weights, int[] sizes) =>
        Assert.Equal(sizes, SizesOf(Schemes.Weighted(count, weights, 1)));

    [Theory]
    [InlineData(0.0, new[] { 4, 4, 3 })]
    [InlineData(1.0, new[] { 6, 3, 2 })]
    public void PowerLaw_Sizes_Fall(double exponent, int[] sizes) =>
        Assert.Equal(sizes, SizesOf(Schemes.PowerLaw(11, 3, exponent, 1)));

    [Fact]
    public void QuantitySkew_SmallAlpha_SkewsSizesAndKeepsTheLeast()
    {
        var (even, skewed) = (SizesOf(Schemes.QuantitySkew(10_000, 5, 1e6, 1)), SizesOf(Schemes.QuantitySkew(10_000, 5, 0.3, 1, minSize: 20)));

        Assert.All(even, size => Assert.InRange(size, 1950, 2050));
        Assert.True(skewed.Max() > 3000, string.Join(' ', skewed));
        Assert.True(skewed.Min() >= 20);
    }

    [Fact]
    public void AnyScheme_FewerRowsThanParts_IsRefused()
    {
        Assert.Contains("Expected 1 to 3", Assert.Throws<ArgumentOutOfRangeException>(() => Schemes.Balanced(3, 4, 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Schemes.Balanced(0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schemes.Random(3, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schemes.Bootstrap(3, 4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schemes.Bootstrap(3, 2, 1, partSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schemes.Weighted(3, [], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schemes.QuantitySkew(3, 4, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schemes.PowerLaw(3, 4, 1, 1));
    }

    [Fact]
    public void AnyScheme_ThatLeavesAPartEmpty_IsRefused()
    {
        Assert.Contains("a part would be empty", Assert.Throws<ArgumentException>(() => Schemes.Weighted(10, [1, 0], 1)).Message);
        Assert.Contains("a part would be empty", Assert.Throws<ArgumentException>(() => Schemes.PowerLaw(10, 5, 9, 1)).Message);
        Assert.Contains("a part would be empty", Assert.Throws<ArgumentException>(() => Schemes.Random(30, 30, 1)).Message);
    }

    [Theory]
    [InlineData(-1.0, 2.0)]
    [InlineData(0.0, 0.0)]
    [InlineData(double.NaN, 1.0)]
    [InlineData(double.PositiveInfinity, 1.0)]
    public void Weighted_ImpossibleWeights_AreRefused(double first, double second) =>
        Assert.Contains("weights that give no sizes", Assert.Throws<ArgumentException>(() => Schemes.Weighted(10, [first, second], 1)).Message);

    [Fact]
    public void Draws_ImpossibleValues_AreRefused()
    {
        foreach (var alpha in new[] { 0, -1, double.NaN, double.PositiveInfinity })
            Assert.Contains("greater than 0", Assert.Throws<ArgumentOutOfRangeException>(() => Schemes.QuantitySkew(10, 2, alpha, 1)).Message);
        Assert.Contains("Expected 1 to 5", Assert.Throws<ArgumentOutOfRangeException>(() => Schemes.QuantitySkew(10, 2, 1, 1, minSize: 6)).Message);
        Assert.Contains("Raise alpha", Assert.Throws<ArgumentException>(() => Schemes.QuantitySkew(100, 10, 0.001, 1, minSize: 10)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Schemes.PowerLaw(10, 2, -1, 1));
    }

    private static IEnumerable<Partition> Exact(int count, int parts, ulong seed)
    {
        long[] labels = [.. Enumerable.Range(0, count).Select(row => (long)(row * row % 7))], groups = [.. Enumerable.Range(0, count).Select(row => row / 3L)];
        yield return Schemes.Balanced(count, parts, seed);
        yield return Schemes.Random(count, parts, seed);
        yield return Schemes.Weighted(count, [.. Enumerable.Range(1, parts).Select(part => (double)part)], seed);
        yield return Schemes.Stratified(labels, parts, seed);
        yield return Schemes.Grouped(groups, parts, seed);
        yield return Schemes.LabelSkew(labels, parts, 0.5, seed);
        yield return Schemes.SortAndShard(labels, parts, 2, seed);
        yield return Schemes.QuantitySkew(count, parts, 1, seed);
        yield return Schemes.PowerLaw(count, parts, 1, seed);
        yield return Schemes.Natural(groups, parts, seed);
    }

    private static IEnumerable<Partition> All(int count, int parts, ulong seed) => Exact(count, parts, seed).Append(Schemes.Bootstrap(count, parts, seed));

    private static int[][] RowsOf(Partition partition) => [.. Enumerable.Range(0, partition.PartCount).Select(part => partition.Rows(part).ToArray())];

    private static int[] SizesOf(Partition partition) => [.. RowsOf(partition).Select(rows => rows.Length)];

    private static readonly int[][] RecordedParts = [[0, 2, 4], [5, 6], [1, 3]];
}
