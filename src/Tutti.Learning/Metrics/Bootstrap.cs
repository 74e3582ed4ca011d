using Tutti.Tensors.Random;

namespace Tutti.Learning.Metrics;

/// <summary>
/// How sure a figure is that was computed from rows of groups, such as beats of patients: groups are drawn with replacement, all rows of a
/// drawn one come with it (the cluster bootstrap of Davison and Hinkley: "Bootstrap methods and their application", 1997, section 3.8), and
/// the figure is computed anew. Beats of one patient are alike, so drawing single beats would promise far too much.
/// </summary>
public static class Bootstrap
{
    /// <summary>The interval between two percentiles of the figure over drawn groups (Efron's percentile interval).</summary>
    /// <param name="groups">The group of each row, any numbers. With a group a row it is the ordinary bootstrap.</param>
    /// <param name="statistic">The figure over some rows, which may be repeated; NaN where there is none, for instance without a positive
    /// row: such draws do not count.</param>
    /// <param name="seed">Decides the draws.</param>
    /// <param name="repeats">How many draws, at least 1. Default: 1000.</param>
    /// <param name="level">The share of draws inside, 0 &lt; level &lt; 1. Default: 0.95.</param>
    /// <returns>Both ends; NaN if no draw counted. With one group the interval has no width, and says nothing.</returns>
    /// <exception cref="ArgumentException">There are no rows, or a number is out of range.</exception>
    public static (double Low, double High) Interval(
        ReadOnlySpan<long> groups, Func<int[], double> statistic, ulong seed, int repeats = 1000, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        if (groups.IsEmpty) throw new ArgumentException("Bootstrap: there are no rows. Got none. Expected at least one.", nameof(groups));
        if (!(level is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "Bootstrap: no share. Expected 0 < level < 1.");
        var rows = RowsOf(groups);
        var random = new CounterRandom(seed, RandomPurpose.Sampling);
        var figures = new List<double>(repeats);
        var drawn = new List<int>(groups.Length);
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            drawn.Clear();
            for (var draw = 0; draw < rows.Length; draw++) drawn.AddRange(rows[random.NextInt32(rows.Length)]);
            if (statistic([.. drawn]) is var figure && !double.IsNaN(figure)) figures.Add(figure);
        }
        figures.Sort();
        return figures.Count == 0
            ? (double.NaN, double.NaN)
            : (Quantile(figures, (1 - level) / 2), Quantile(figures, (1 + level) / 2));
    }

    // In the order of first appearance, so that the draws do not depend on the groups' numbers.
    private static int[][] RowsOf(ReadOnlySpan<long> groups)
    {
        var (numbers, rows) = (new Dictionary<long, int>(), new List<List<int>>());
        for (var row = 0; row < groups.Length; row++)
        {
            if (!numbers.TryGetValue(groups[row], out var number))
            {
                numbers.Add(groups[row], number = rows.Count);
                rows.Add([]);
            }
            rows[number].Add(row);
        }
        return [.. rows.Select(own => own.ToArray())];
    }

    // Between neighbours in proportion, as numpy's quantile does by default.
    private static double Quantile(List<double> sorted, double share)
    {
        var place = share * (sorted.Count - 1);
        var below = (int)place;
        return below + 1 < sorted.Count ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
