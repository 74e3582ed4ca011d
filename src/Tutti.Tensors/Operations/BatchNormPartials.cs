using System.Numerics;

namespace Tutti.Tensors.Operations;

/// <summary>
/// Puts together what the parts of a matrix gave: in double, parts in order, so that neither the number of rows nor of threads costs
/// precision or changes bits.
/// </summary>
internal static class BatchNormPartials
{
    /// <summary>How much memory two numbers for each column of each part take.</summary>
    internal static int Length(in ColumnTiling tiling) => tiling.Parts * 2 * tiling.WideColumns;

    /// <summary>Deconstructs into the two spans of a part.</summary>
    internal readonly ref struct Pair<T>(Span<T> first, Span<T> second)
    {
        private readonly Span<T> first = first, second = second;

        public void Deconstruct(out Span<T> one, out Span<T> other)
        {
            one = first;
            other = second;
        }
    }

    internal static Pair<T> Of<T>(Span<T> partials, in ColumnTiling tiling, int part)
    {
        var width = tiling.Width(part);
        var start = part * 2 * tiling.WideColumns;
        return new(partials.Slice(start, width), partials.Slice(start + width, width));
    }

    /// <summary>Means and sums of squared deviations of whole columns (Chan, Golub and LeVeque 1983).</summary>
    internal static void CombineMoments<T>(Span<T> partials, in ColumnTiling tiling, Span<double> means, Span<double> squares)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        means.Clear();
        squares.Clear();
        var count = 0.0;
        for (var part = 0; part < tiling.Parts; part++)
        {
            double height = tiling.Height(part);
            var (partMeans, partSquares) = Of(partials, tiling, part);
            for (var start = 0; start < partMeans.Length; start += tiling.Columns)
            {
                AddMoments<T>(partMeans.Slice(start, tiling.Columns), partSquares.Slice(start, tiling.Columns), height, count, means, squares);
                count += height;
            }
        }
    }

    /// <summary>Adds the moments of some rows to those of the rows before them.</summary>
    internal static void AddMoments<T>(
        ReadOnlySpan<T> partMeans, ReadOnlySpan<T> partSquares, double height, double count, Span<double> means, Span<double> squares)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var total = count + height;
        for (var column = 0; column < means.Length; column++)
        {
            var difference = double.CreateTruncating(partMeans[column]) - means[column];
            means[column] += difference * (height / total);
            squares[column] += double.CreateTruncating(partSquares[column]);
            squares[column] += difference * difference * (count * height / total);
        }
    }

    /// <summary>Sums of whole columns.</summary>
    internal static void CombineSums<T>(Span<T> partials, in ColumnTiling tiling, Span<double> sums, Span<double> products)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        sums.Clear();
        products.Clear();
        for (var part = 0; part < tiling.Parts; part++)
        {
            var (partSums, partProducts) = Of(partials, tiling, part);
            for (var start = 0; start < partSums.Length; start += tiling.Columns)
                for (var column = 0; column < tiling.Columns; column++)
                {
                    sums[column] += double.CreateTruncating(partSums[start + column]);
                    products[column] += double.CreateTruncating(partProducts[start + column]);
                }
        }
    }
}
