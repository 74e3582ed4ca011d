using Tutti.Tensors.Random;

namespace Tutti.Learning.Data.Loading;

/// <summary>
/// Draws numbers in proportion to weights in constant time. Walker: "An efficient method for generating discrete random variables with
/// general distributions", 1977; the table in linear time by Vose, 1991.
/// </summary>
internal sealed class AliasTable
{
    // Column i is chosen uniformly; it gives i with probability keep[i], else alias[i].
    private readonly double[] keep;
    private readonly int[] alias;

    internal AliasTable(IReadOnlyList<double> weights)
    {
        Check(weights);
        // Divided first, so that weights near the largest double do not sum to infinity.
        var largest = weights.Max();
        var sum = weights.Sum(weight => weight / largest);
        keep = [.. weights.Select(weight => weight / largest / sum * weights.Count)];
        alias = [.. Enumerable.Range(0, keep.Length)];
        var (small, large) = (new Stack<int>(), new Stack<int>());
        for (var column = 0; column < keep.Length; column++) (keep[column] < 1 ? small : large).Push(column);
        while (small.Count > 0 && large.Count > 0)
        {
            var (less, more) = (small.Pop(), large.Pop());
            alias[less] = more;
            keep[more] -= 1 - keep[less];
            (keep[more] < 1 ? small : large).Push(more);
        }
        Complete(small, weights);
        while (large.Count > 0) keep[large.Pop()] = 1;
    }

    internal int Draw(ref CounterRandom random)
    {
        var column = random.NextInt32(keep.Length);
        return random.NextDouble() < keep[column] ? column : alias[column];
    }

    // What rounding left over counts as full, unless it may never be drawn.
    private void Complete(Stack<int> left, IReadOnlyList<double> weights)
    {
        var heaviest = Enumerable.Range(0, weights.Count).MaxBy(column => weights[column]);
        while (left.Count > 0)
        {
            var column = left.Pop();
            if (weights[column] > 0) keep[column] = 1;
            else alias[column] = heaviest;
        }
    }

    private static void Check(IReadOnlyList<double> weights)
    {
        for (var index = 0; index < weights.Count; index++)
            if (!double.IsFinite(weights[index]) || weights[index] < 0)
                throw new ArgumentException(FormattableString.Invariant(
                    $"WeightedBatchPlan: no weight. Got {weights[index]} for sample {index}. Expected a finite number of at least 0."));
        if (weights.All(weight => weight == 0))
            throw new ArgumentException("WeightedBatchPlan: no sample could be drawn. Got weights that are all 0. Expected one greater than 0.");
    }
}
