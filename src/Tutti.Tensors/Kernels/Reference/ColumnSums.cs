// Accumulation: blocks of 256 rows in the element type, rows ascending; the blocks in double, ascending, rounded once at the end.
using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Sums over the rows of a matrix.</summary>
internal static class ColumnSums
{
    internal const int Block = 256;

    internal static void Run<T>(ReadOnlySpan<T> values, int rows, int rowStride, bool accumulate, Span<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var column = 0; column < sums.Length; column++)
        {
            var total = accumulate ? double.CreateTruncating(sums[column]) : 0;
            for (var start = 0; start < rows; start += Block)
            {
                var sum = T.Zero;
                for (var row = start; row < Math.Min(start + Block, rows); row++) sum += values[row * rowStride + column];
                total += double.CreateTruncating(sum);
            }
            sums[column] = T.CreateTruncating(total);
        }
    }
}
