using Tutti.Tensors;

namespace Tutti.Learning.Compression;

/// <summary>
/// How <see cref="PowerSgd"/> sees one parameter: a matrix M of n rows and m columns, approximated by a left factor P and a right factor Q
/// of r columns each. Factors are kept column after column.
/// </summary>
public sealed record LowRankShape
{
    private LowRankShape(int rows, int columns, int rank) => (Rows, Columns, Rank) = (rows, columns, rank);

    /// <summary>n: the parameter's first dimension.</summary>
    public int Rows { get; }

    /// <summary>m: the product of its other dimensions.</summary>
    public int Columns { get; }

    /// <summary>r: the rank asked for, or the smaller of n and m if that is less.</summary>
    public int Rank { get; }

    /// <summary>The values of the matrix: n m.</summary>
    public int MatrixCount => Rows * Columns;

    /// <summary>The values of the left factor, <c>[r, n]</c>.</summary>
    public int LeftCount => Rank * Rows;

    /// <summary>The values of the right factor, <c>[r, m]</c>.</summary>
    public int RightCount => Rank * Columns;

    /// <summary>Whether and how a parameter is compressed.</summary>
    /// <param name="shape">The parameter's shape.</param>
    /// <param name="rank">The rank asked for, at least 1.</param>
    /// <returns>
    /// The matrix; null if the parameter stays as it is: fewer than two dimensions, or factors not smaller than itself, (n + m) r ≥ n m.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rank"/> is less than 1.</exception>
    public static LowRankShape? Of(Shape shape, int rank)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        if (shape.Rank < 2 || shape.ElementCount == 0) return null;
        var (rows, columns) = (shape[0], shape.ElementCount / shape[0]);
        var least = Math.Min(rank, Math.Min(rows, columns));
        return ((long)rows + columns) * least < (long)rows * columns ? new LowRankShape(rows, columns, least) : null;
    }
}
