using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>
/// How a gathering reads: element i, j, … of the indices, of <see cref="Shape"/>, stands for the element of a tensor with these strides at
/// the same place but for <see cref="Dimension"/>, where the index says which.
/// </summary>
internal readonly struct GatherGeometry(Shape shape, Strides strides, int dimension)
{
    internal Shape Shape { get; } = shape;
    internal Strides Strides { get; } = strides;
    internal int Dimension { get; } = dimension;

    internal int Columns => Shape[-1];

    internal int Rows => Columns == 0 ? 0 : Shape.ElementCount / Columns;

    /// <summary>How far apart elements of the chosen dimension lie.</summary>
    internal int ChosenStep => Strides[Dimension];

    /// <summary>How far apart neighbours of a row lie before the index is added.</summary>
    internal int ColumnStep => Dimension == Shape.Rank - 1 ? 0 : Strides[Shape.Rank - 1];

    /// <summary>Where a row begins before the index is added.</summary>
    internal int Start(int row)
    {
        var start = 0;
        for (var dimension = Shape.Rank - 2; dimension >= 0; dimension--)
        {
            (row, var position) = Math.DivRem(row, Shape[dimension]);
            if (dimension != Dimension) start += position * Strides[dimension];
        }
        return start;
    }
}

/// <summary>Elements chosen one by one, by indices that have been checked. Indices and result are row-major.</summary>
internal static class Gathering
{
    /// <summary>result[i, j] = values[…] for the rows i of [start, end).</summary>
    internal static void Copy<T>(
        in GatherGeometry geometry, ReadOnlySpan<T> values, ReadOnlySpan<long> indices, int start, int end, Span<T> result)
        where T : unmanaged
    {
        var (columns, step, chosen) = (geometry.Columns, geometry.ColumnStep, geometry.ChosenStep);
        for (var row = start; row < end; row++)
        {
            var from = geometry.Start(row);
            var position = row * columns;
            for (var column = 0; column < columns; column++, position++, from += step)
                result[position] = values[from + (int)indices[position] * chosen];
        }
    }

    /// <summary>target[…] += upstream[i, j], in row-major order, for some rows and columns.</summary>
    internal static void Add<T>(in GatherGeometry geometry, ReadOnlySpan<T> upstream, ReadOnlySpan<long> indices,
        int startRow, int endRow, int startColumn, int endColumn, Span<T> target) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (columns, step, chosen) = (geometry.Columns, geometry.ColumnStep, geometry.ChosenStep);
        for (var row = startRow; row < endRow; row++)
        {
            var to = geometry.Start(row) + startColumn * step;
            var position = row * columns + startColumn;
            for (var column = startColumn; column < endColumn; column++, position++, to += step)
                target[to + (int)indices[position] * chosen] += upstream[position];
        }
    }
}
