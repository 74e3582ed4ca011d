using Tutti.Learning.Compression;

namespace Tutti.Learning.Tests.Compression;

public sealed class PowerSgdTests
{
    private static readonly double Unit = Math.Pow(2, -24);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Stages_MatrixOfTheRank_GiveItBack(int rank)
    {
        var shape = LowRankShape.Of([60, 5, 16], rank)!;
        var matrix = Product(CodecValues.Normal(60 * rank, 1), CodecValues.Normal(rank * 80, 2), 60, rank, 80);
        var (left, right) = Factors(shape, [matrix], new float[shape.RightCount]);
        var result = Reconstruct(shape, left, right);

        // P spans M's columns but for the rounding of P = M Q (sums of 80) and of the products with P (sums of 60).
        var bound = (80 + 60) * 4 * Unit * Norm(matrix);
        Assert.InRange(Distance(matrix, result), 0, bound);
    }

    [Fact]
    public void Stages_WarmStart_ComeNearTheBestOfTheRank()
    {
        // Singular values 8, 4, 1, 1/2 on Hadamard's vectors: the best of rank 2 is √(1² + ½²) away.
        var shape = LowRankShape.Of([16, 32], 2)!;
        var matrix = new float[shape.MatrixCount];
        float[] singular = [8, 4, 1, 0.5f];
        for (var s = 0; s < singular.Length; s++)
            for (var i = 0; i < 16; i++)
                for (var j = 0; j < 32; j++)
                    matrix[i * 32 + j] += singular[s] * Hadamard(s + 1, i) / 4 * Hadamard(s + 3, j) / MathF.Sqrt(32);
        var right = new float[shape.RightCount];
        var distances = new double[10];
        for (var step = 0; step < distances.Length; step++)
        {
            (var left, right) = Factors(shape, [matrix], right);
            distances[step] = Distance(matrix, Reconstruct(shape, left, right));
        }
        // The part beyond the rank falls by (1 / 4)² a step and adds in squares; ten steps leave rounding.
        var best = Math.Sqrt(1.25);
        Assert.InRange(distances[^1], best * (1 - 1e-6), best * (1 + 1e-5));
        Assert.InRange(distances[0], distances[^1], Norm(matrix));
    }

    [Fact]
    public void Stages_OfSeveralShards_ShareOutExactlyTheSum()
    {
        var shape = LowRankShape.Of([20, 30], 3)!;
        float[][] shards = [CodecValues.Normal(600, 1), CodecValues.Normal(600, 2), CodecValues.Normal(600, 3)];
        var (left, right) = Factors(shape, shards, new float[shape.RightCount]);
        var together = Reconstruct(shape, left, right);
        var parts = shards.Select(shard =>
        {
            var own = new float[shape.RightCount];
            PowerSgd.RightProduct(shape, shard, left, own);
            return Reconstruct(shape, left, own);
        }).ToArray();

        for (var i = 0; i < together.Length; i++) Assert.Equal(together[i], parts.Sum(part => (double)part[i]), 1e-5);
        // A projection of what is in no particular direction leaves most, and never adds.
        for (var s = 0; s < shards.Length; s++) Assert.InRange(Distance(shards[s], parts[s]), 0.5 * Norm(shards[s]), Norm(shards[s]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Orthonormalize_Columns_BecomeOrthonormal(int rank)
    {
        var shape = LowRankShape.Of([200, 100], rank)!;
        var left = CodecValues.Normal(shape.LeftCount);
        PowerSgd.Orthonormalize(shape, left);
        for (var a = 0; a < rank; a++)
            for (var b = 0; b <= a; b++)
            {
                var dot = 0.0;
                for (var i = 0; i < shape.Rows; i++) dot += (double)left[a * shape.Rows + i] * left[b * shape.Rows + i];
                // Each of the subtractions and the scaling rounds each number once; random columns keep most of themselves.
                Assert.Equal(a == b ? 1 : 0, dot, 4 * (rank + 1) * Unit);
            }
    }

    [Fact]
    public void Orthonormalize_ColumnInsideThoseBefore_BecomesZero()
    {
        var shape = LowRankShape.Of([50, 60], 3)!;
        var left = CodecValues.Normal(shape.LeftCount);
        for (var i = 0; i < 50; i++) left[50 + i] = 0.3f * left[i];
        PowerSgd.Orthonormalize(shape, left);

        Assert.All(left[50..100], value => Assert.Equal(0, value));
        Assert.Equal(1, Norm(left[..50]), 1e-6);
        Assert.Equal(1, Norm(left[100..]), 1e-6);
    }

    [Fact]
    public void Stages_AllZeros_GiveZerosAndRecover()
    {
        var shape = LowRankShape.Of([10, 12], 2)!;
        var (left, right) = Factors(shape, [new float[120]], new float[shape.RightCount]);
        Assert.All(left.Concat(right), value => Assert.Equal(0, value));

        var matrix = Product(CodecValues.Normal(20, 1), CodecValues.Normal(24, 2), 10, 2, 12);
        (left, right) = Factors(shape, [matrix], right);
        Assert.InRange(Distance(matrix, Reconstruct(shape, left, right)), 0, 1e-5 * Norm(matrix));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Stages_NotFinite_StayToBeSeenAndRecover(float broken)
    {
        var shape = LowRankShape.Of([10, 12], 2)!;
        var matrix = CodecValues.Normal(120);
        matrix[5] = broken;
        var (left, right) = Factors(shape, [matrix], new float[shape.RightCount]);
        Assert.Contains(Reconstruct(shape, left, right), value => !float.IsFinite(value));

        (left, right) = Factors(shape, [CodecValues.Normal(120)], right);
        Assert.All(left.Concat(right), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void PrepareRight_FollowsSeedParameterAndColumn()
    {
        var shape = LowRankShape.Of([10, 12], 2)!;
        float[] Prepared(ulong seed, int index)
        {
            var right = new float[shape.RightCount];
            PowerSgd.PrepareRight(shape, right, seed, index);
            return right;
        }
        var first = Prepared(1, 2);
        Assert.Equal(first, Prepared(1, 2));
        Assert.NotEqual(first, Prepared(2, 2));
        Assert.NotEqual(first, Prepared(1, 3));
        Assert.NotEqual(first[..12], first[12..]);

        // What has values keeps them.
        var half = (float[])first.Clone();
        half.AsSpan(0, 12).Fill(5);
        half.AsSpan(12).Clear();
        PowerSgd.PrepareRight(shape, half, 1, 2);
        Assert.Equal([.. Enumerable.Repeat(5f, 12), .. first[12..]], half);
    }

    [Fact]
    public void Stages_LengthsThatDoNotFit_AreRefused()
    {
        var shape = LowRankShape.Of([10, 12], 2)!;
        var (matrix, left, right) = (new float[120], new float[20], new float[24]);
        var problem = Assert.Throws<ArgumentException>(() => PowerSgd.LeftProduct(shape, matrix, left, right));
        Assert.StartsWith("PowerSgd: lengths do not fit the matrix. Got 120 values, factors of 24 and 20.", problem.Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PowerSgd.RightProduct(shape, matrix.AsSpan(1), left, right));
        Assert.Throws<ArgumentException>(() => PowerSgd.Reconstruct(shape, left.AsSpan(1), right, matrix));
        Assert.Throws<ArgumentException>(() => PowerSgd.Orthonormalize(shape, right));
        Assert.Throws<ArgumentException>(() => PowerSgd.PrepareRight(shape, left, 0, 0));
    }

    private static (float[] Left, float[] Right) Factors(LowRankShape shape, float[][] shards, float[] before)
    {
        var right = (float[])before.Clone();
        PowerSgd.PrepareRight(shape, right, 1, 0);
        var left = Sum(shards, shape.LeftCount, (shard, part) => PowerSgd.LeftProduct(shape, shard, right, part));
        PowerSgd.Orthonormalize(shape, left);
        return (left, Sum(shards, shape.RightCount, (shard, part) => PowerSgd.RightProduct(shape, shard, left, part)));
    }

    private static float[] Sum(float[][] shards, int count, Action<float[], float[]> product)
    {
        var (sum, part) = (new float[count], new float[count]);
        foreach (var shard in shards)
        {
            product(shard, part);
            for (var i = 0; i < count; i++) sum[i] += part[i];
        }
        return sum;
    }

    private static float[] Reconstruct(LowRankShape shape, float[] left, float[] right)
    {
        var matrix = new float[shape.MatrixCount];
        PowerSgd.Reconstruct(shape, left, right, matrix);
        return matrix;
    }

    private static float[] Product(float[] left, float[] right, int rows, int inner, int columns)
    {
        var product = new float[rows * columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                for (var p = 0; p < inner; p++) product[i * columns + j] += left[i * inner + p] * right[p * columns + j];
        return product;
    }

    private static int Hadamard(int row, int column) => int.IsEvenInteger(int.PopCount(row & column)) ? 1 : -1;

    private static double Norm(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));

    private static double Distance(float[] values, float[] others) =>
        Math.Sqrt(values.Zip(others, (value, other) => Math.Pow((double)value - other, 2)).Sum());
}
