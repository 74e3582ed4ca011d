using Tutti.Tensors;
using Tutti.Tensors.Random;

namespace Tutti.Learning.Compression;

/// <summary>
/// The stages of PowerSGD (Vogels, Karimireddy, Jaggi 2019, Algorithm 1): one step of power iteration a training step, starting from the
/// factor of the step before. For shards s: <see cref="PrepareRight"/>; Pₛ = Mₛ Q by <see cref="LeftProduct"/>; sum P over shards;
/// <see cref="Orthonormalize"/>; Qₛ = Mₛᵀ P by <see cref="RightProduct"/>; sum Q; M ≈ P Qᵀ by <see cref="Reconstruct"/>. What a shard has
/// to remember (Algorithm 2) is Mₛ − P Qₛᵀ with its own Qₛ. Matrices are kept row by row, factors column by column, see
/// <see cref="LowRankShape"/>.
/// </summary>
/// <remarks>
/// The same bits for one instruction set, on any number of compute threads: ranks with the same sums go on with the same factors. Allocates
/// nothing, keeps nothing; thread-safe for different memory.
/// </remarks>
public static class PowerSgd
{
    // Of the authors' code: a column of zeros divides nothing.
    private const double Epsilon = 1e-8;

    // A column keeps rounding errors of about 2⁻²⁴ of itself a subtraction. Of what is left by less than this they would be a part of
    // 10⁻³ and more, which scaled up is not orthogonal to the columns before.
    private const double LeastLeft = 1e-4;

    /// <summary>
    /// Gives columns of Q that are 0 or not finite their initial values, standard normal numbers of (seed, parameter, column): a new factor
    /// is all zeros, and a column that a gradient without that rank has emptied would stay so.
    /// </summary>
    /// <param name="shape">The matrix.</param>
    /// <param name="right">Q, <c>[r, m]</c>; changed in place.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="parameterIndex">Which parameter it is, at least 0; the same on every rank.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void PrepareRight(LowRankShape shape, Span<float> right, ulong seed, int parameterIndex)
    {
        Check(shape, shape.MatrixCount, shape.LeftCount, right.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(parameterIndex);
        for (var column = 0; column < shape.Rank; column++)
        {
            var values = right.Slice(column * shape.Columns, shape.Columns);
            var norm = ParameterUpdate.SquaredNorm<float>(values);
            if (norm > 0 && double.IsFinite(norm)) continue;
            var random = new CounterRandom(seed, RandomPurpose.Compression, (ulong)column << 32 | (uint)parameterIndex);
            foreach (ref var value in values) value = random.NextNormal();
        }
    }

    /// <summary>P = M Q, to be summed over shards.</summary>
    /// <param name="shape">The matrix.</param>
    /// <param name="matrix">M, <c>[n, m]</c>: a shard's gradient and residual.</param>
    /// <param name="right">Q, <c>[r, m]</c>.</param>
    /// <param name="left">P, <c>[r, n]</c>; overwritten.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void LeftProduct(LowRankShape shape, ReadOnlySpan<float> matrix, ReadOnlySpan<float> right, Span<float> left)
    {
        Check(shape, matrix.Length, left.Length, right.Length);
        MatrixProduct.Into(shape.Rank, shape.Columns, shape.Rows, right, false, matrix, true, left);
    }

    /// <summary>
    /// Makes the columns of P orthonormal: modified Gram–Schmidt from the first column to the last, each divided by its norm + 10⁻⁸. A
    /// column of which less than 10⁻⁴ is left, since those before contain it, becomes 0.
    /// </summary>
    /// <param name="shape">The matrix.</param>
    /// <param name="left">P, <c>[r, n]</c>, summed over shards; changed in place.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Orthonormalize(LowRankShape shape, Span<float> left)
    {
        Check(shape, shape.MatrixCount, left.Length, shape.RightCount);
        Span<double> norms = stackalloc double[shape.Rank <= 64 ? shape.Rank : 0];
        if (norms.IsEmpty) norms = new double[shape.Rank];
        for (var i = 0; i < shape.Rank; i++) norms[i] = Norm(Column(shape, left, i));
        for (var i = 0; i < shape.Rank; i++)
        {
            var column = Column(shape, left, i);
            var norm = Norm(column);
            if (norm <= LeastLeft * norms[i]) column.Clear();
            else ParameterUpdate.Scale(column, 1 / (norm + Epsilon));
            for (var j = i + 1; j < shape.Rank; j++) RemovePart(column, Column(shape, left, j));
        }
    }

    /// <summary>Q = Mᵀ P, to be summed over shards.</summary>
    /// <param name="shape">The matrix.</param>
    /// <param name="matrix">M, <c>[n, m]</c>: as for <see cref="LeftProduct"/>.</param>
    /// <param name="left">P, <c>[r, n]</c>, orthonormal.</param>
    /// <param name="right">Q, <c>[r, m]</c>; overwritten.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void RightProduct(LowRankShape shape, ReadOnlySpan<float> matrix, ReadOnlySpan<float> left, Span<float> right)
    {
        Check(shape, matrix.Length, left.Length, right.Length);
        MatrixProduct.Into(shape.Rank, shape.Rows, shape.Columns, left, false, matrix, false, right);
    }

    /// <summary>M = P Qᵀ: of summed factors the sum of the shards, of a shard's own Q its part of it.</summary>
    /// <param name="shape">The matrix.</param>
    /// <param name="left">P, <c>[r, n]</c>, orthonormal.</param>
    /// <param name="right">Q, <c>[r, m]</c>.</param>
    /// <param name="matrix">M, <c>[n, m]</c>; overwritten.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Reconstruct(LowRankShape shape, ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> matrix)
    {
        Check(shape, matrix.Length, left.Length, right.Length);
        MatrixProduct.Into(shape.Rows, shape.Rank, shape.Columns, left, true, right, false, matrix);
    }

    private static Span<float> Column(LowRankShape shape, Span<float> left, int index) => left.Slice(index * shape.Rows, shape.Rows);

    private static double Norm(ReadOnlySpan<float> column) => Math.Sqrt(Dot(column, column));

    private static double Dot(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var sum = 0.0;
        for (var i = 0; i < first.Length; i++) sum += (double)first[i] * second[i];
        return sum;
    }

    private static void RemovePart(ReadOnlySpan<float> unit, Span<float> column)
    {
        var part = Dot(unit, column);
        for (var i = 0; i < column.Length; i++) column[i] = (float)(column[i] - part * unit[i]);
    }

    private static void Check(LowRankShape shape, int matrix, int left, int right)
    {
        if (matrix != shape.MatrixCount || left != shape.LeftCount || right != shape.RightCount)
            throw new ArgumentException(
                $"PowerSgd: lengths do not fit the matrix. Got {matrix} values, factors of {left} and {right}. " +
                $"Expected {shape.MatrixCount}, {shape.LeftCount} and {shape.RightCount} " +
                $"for {shape.Rows} × {shape.Columns} of rank {shape.Rank}. Slice the spans.");
    }
}
