using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Sums, squared deviations and extrema of the rows and the columns of a matrix.</summary>
internal static class Reductions
{
    internal static void SumRows<T>(ReadOnlySpan<T> values, int rows, int columns, int rowStride, Span<double> totals)
        where T : IFloatingPointIeee754<T>
    {
        for (var row = 0; row < rows; row++)
        {
            var sum = 0.0;
            foreach (var value in values.Slice(row * rowStride, columns)) sum += double.CreateTruncating(value);
            totals[row] += sum;
        }
    }

    internal static void SumColumns<T>(ReadOnlySpan<T> values, int rows, int columns, int rowStride, Span<double> totals)
        where T : IFloatingPointIeee754<T>
    {
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++) totals[column] += double.CreateTruncating(values[row * rowStride + column]);
    }

    internal static void SquareRows<T>(
        ReadOnlySpan<T> values, int rows, int columns, int rowStride, ReadOnlySpan<double> means, Span<double> totals)
        where T : IFloatingPointIeee754<T>
    {
        for (var row = 0; row < rows; row++)
        {
            var sum = 0.0;
            foreach (var value in values.Slice(row * rowStride, columns))
            {
                var deviation = double.CreateTruncating(value) - means[row];
                sum += deviation * deviation;
            }
            totals[row] += sum;
        }
    }

    internal static void SquareColumns<T>(
        ReadOnlySpan<T> values, int rows, int columns, int rowStride, ReadOnlySpan<double> means, Span<double> totals)
        where T : IFloatingPointIeee754<T>
    {
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
            {
                var deviation = double.CreateTruncating(values[row * rowStride + column]) - means[column];
                totals[column] += deviation * deviation;
            }
    }

    internal static void ExtremaOfRows<T>(ReadOnlySpan<T> values, int rows, int columns, T sign, Span<long> indices)
        where T : IFloatingPointIeee754<T>
    {
        for (var row = 0; row < rows; row++) indices[row] = Extremum(values.Slice(row * columns, columns), columns, 1, sign);
    }

    internal static void ExtremaOfColumns<T>(ReadOnlySpan<T> values, int rows, int columns, int rowStride, T sign, Span<long> indices)
        where T : IFloatingPointIeee754<T>
    {
        for (var column = 0; column < columns; column++) indices[column] = Extremum(values[column..], rows, rowStride, sign);
    }

    /// <summary>Whether a number takes the place of the best one so far: it is larger, or the first that is none.</summary>
    internal static bool Beats<T>(T value, T best) where T : IFloatingPointIeee754<T> => value > best || (T.IsNaN(value) && !T.IsNaN(best));

    private static int Extremum<T>(ReadOnlySpan<T> values, int count, int step, T sign) where T : IFloatingPointIeee754<T>
    {
        var best = 0;
        for (var i = 1; i < count; i++)
            if (Beats(values[i * step] * sign, values[best * step] * sign)) best = i;
        return best;
    }
}
