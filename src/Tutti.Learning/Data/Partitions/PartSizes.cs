using Tutti.Tensors.Random;

namespace Tutti.Learning.Data.Partitions;

/// <summary>How many rows each part gets, and which part takes which group.</summary>
internal static class PartSizes
{
    /// <summary>
    /// Whole numbers in proportion to weights that sum to <paramref name="total"/>: the whole part of each exact share, and one more for
    /// the largest remainders, earlier parts first (Hamilton's method).
    /// </summary>
    internal static int[] ByLargestRemainder(int total, IReadOnlyList<double> weights)
    {
        // Divided first, so that weights near the largest double do not sum to infinity.
        var largest = weights.Max();
        var scaled = weights.Select(weight => weight / largest).ToArray();
        var sum = scaled.Sum();
        var exact = Array.ConvertAll(scaled, weight => total * (weight / sum));
        var sizes = Array.ConvertAll(exact, share => (int)Math.Floor(share));
        var byRemainder = Enumerable.Range(0, sizes.Length).OrderByDescending(part => exact[part] - sizes[part]).ToArray();
        for (var (left, next) = (total - sizes.Sum(), 0); left > 0; left--, next++) sizes[byRemainder[next % sizes.Length]]++;
        return sizes;
    }

    /// <summary>
    /// Packs groups into bins of nearly equal sizes: the largest group first, each into the bin with the fewest rows so far; among equals
    /// the earlier group and the lower bin come first.
    /// </summary>
    /// <returns>The bin of each group.</returns>
    internal static int[] Pack(IReadOnlyList<int> sizes, int binCount)
    {
        var binOfGroup = new int[sizes.Count];
        var binSizes = new long[binCount];
        foreach (var group in Enumerable.Range(0, sizes.Count).OrderByDescending(group => sizes[group]))
        {
            var bin = Array.IndexOf(binSizes, binSizes.Min());
            binOfGroup[group] = bin;
            binSizes[bin] += sizes[group];
        }
        return binOfGroup;
    }

    /// <summary>
    /// Draws proportions from a symmetric Dirichlet distribution: normalised gamma variates. They are kept as logarithms, since for a small
    /// <paramref name="alpha"/> all of them would be zero as numbers.
    /// </summary>
    internal static double[] DrawDirichlet(ref CounterRandom random, int count, double alpha)
    {
        var logs = new double[count];
        for (var part = 0; part < count; part++) logs[part] = DrawLogGamma(ref random, alpha);
        return logs;
    }

    /// <summary>Proportions of the parts that may have some; the others get 0.</summary>
    internal static double[] Proportions(double[] logs, Func<int, bool> mayHaveSome)
    {
        var largest = Enumerable.Range(0, logs.Length).Where(mayHaveSome).Max(part => logs[part]);
        var shares = logs.Select((log, part) => mayHaveSome(part) ? Math.Exp(log - largest) : 0).ToArray();
        var sum = shares.Sum();
        return Array.ConvertAll(shares, share => share / sum);
    }

    // Marsaglia and Tsang: "A simple method for generating gamma variables", 2000; shapes below 1 by their boost U^(1/α).
    private static double DrawLogGamma(ref CounterRandom random, double alpha)
    {
        var boost = alpha < 1 ? Math.Log(1 - random.NextDouble()) / alpha : 0;
        var d = (alpha < 1 ? alpha + 1 : alpha) - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = random.NextNormal();
            var v = 1 + c * x;
            if (v <= 0) continue;
            v = v * v * v;
            if (Math.Log(1 - random.NextDouble()) < x * x / 2 + d - d * v + d * Math.Log(v)) return Math.Log(d * v) + boost;
        }
    }
}
