using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Rows of contiguous elements, chosen by indices that have been checked.</summary>
internal static class IndexedRows
{
    // Below this width a call costs more than the elements.
    private const int FewColumns = 8;

    /// <summary>
    /// result[r] = source[r / k · size + indices[r mod k]] for the rows r of [start, end), k being the number of indices and rows
    /// having the given number of columns.
    /// </summary>
    internal static void Copy<T>(
        ReadOnlySpan<T> source, int size, int columns, ReadOnlySpan<long> indices, int start, int end, Span<T> result)
        where T : unmanaged
    {
        if (columns == 0) return;
        var (outer, j) = Math.DivRem(start, indices.Length);
        if (columns == 1)
        {
            for (var row = start; row < end; outer++, j = 0)
            {
                var count = Math.Min(end - row, indices.Length - j);
                Copy(source.Slice(outer * size, size), indices.Slice(j, count), result.Slice(row, count));
                row += count;
            }
            return;
        }
        for (var row = start; row < end; row++)
        {
            var from = (outer * size + (int)indices[j]) * columns;
            source.Slice(from, columns).CopyTo(result[(row * columns)..]);
            if (++j == indices.Length) (outer, j) = (outer + 1, 0);
        }
    }

    private static void Copy<T>(ReadOnlySpan<T> source, ReadOnlySpan<long> indices, Span<T> result)
    {
        for (var i = 0; i < result.Length; i++) result[i] = source[(int)indices[i]];
    }

    /// <summary>target[indices[j]] += upstream[j] for ascending j: the first columns of rows that lie a stride apart.</summary>
    internal static void Add<T>(
        KernelSet<T> kernels, ReadOnlySpan<T> upstream, int stride, int columns, ReadOnlySpan<long> indices, Span<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var j = 0; j < indices.Length; j++)
        {
            var (from, to) = (j * stride, (int)indices[j] * stride);
            if (columns < FewColumns)
                for (var column = 0; column < columns; column++) target[to + column] += upstream[from + column];
            else
            {
                var row = target.Slice(to, columns);
                kernels.Add(row, upstream.Slice(from, columns), row);
            }
        }
    }
}
