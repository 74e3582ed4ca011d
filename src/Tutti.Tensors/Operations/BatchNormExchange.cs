using Tutti.Tensors.Autograd;

namespace Tutti.Tensors.Operations;

/// <summary>
/// What the parts of a batch know of it, put together as <see cref="BatchNormPartials"/> does for the parts of a matrix: in double, in the
/// order of the parts, so that every part has the same bits.
/// </summary>
internal static class BatchNormExchange
{
    /// <summary>Replaces means and sums of squared deviations of this part's rows by those of all parts' rows.</summary>
    /// <returns>How many rows all parts have together.</returns>
    internal static double Moments(IStatisticsExchange exchange, double rows, Span<double> means, Span<double> squares)
    {
        var channels = means.Length;
        var all = Gather(exchange, [rows, .. means, .. squares]);
        means.Clear();
        squares.Clear();
        var count = 0.0;
        for (var start = 0; start < all.Length; start += 1 + 2 * channels)
        {
            var height = all[start];
            if (height == 0) continue;
            ReadOnlySpan<double> partMeans = all.AsSpan(start + 1, channels), partSquares = all.AsSpan(start + 1 + channels, channels);
            BatchNormPartials.AddMoments(partMeans, partSquares, height, count, means, squares);
            count += height;
        }
        if (count < 2)
            throw new ArgumentException(
                $"{Primitives.BatchNorm.Name}: one number a channel has no variance. Got {count} on all parts of the batch to train on. " +
                "Expected at least 2 numbers. Use larger batches.");
        return count;
    }

    /// <summary>Replaces sums over this part's rows by those over all parts' rows.</summary>
    internal static void Sums(IStatisticsExchange exchange, Span<double> sums)
    {
        if (sums.IsEmpty) return;
        var all = Gather(exchange, sums);
        sums.Clear();
        for (var i = 0; i < all.Length; i++) sums[i % sums.Length] += all[i];
    }

    private static double[] Gather(IStatisticsExchange exchange, ReadOnlySpan<double> own)
    {
        var all = exchange.Gather(own);
        if (all.Length > 0 && all.Length % own.Length == 0) return all;
        throw new InvalidOperationException(
            $"{Primitives.BatchNorm.Name}: the parts of the batch do not compute the same. Got {all.Length} numbers from all parts and {own.Length} " +
            "from this one. Expected as many from each part. Let every part use the same layers in the same order.");
    }
}
