using Tutti.Experiments.Reports;
using Tutti.Learning.Metrics;
using Tutti.Tensors.Random;

namespace Tutti.Experiments.MetaLearners;

/// <summary>Means over seeds and test rows, both of which are drawn with replacement: the middle 95 % of the means.</summary>
internal static class ResampledMean
{
    /// <summary>The mean of values <c>[seed][row]</c> with its interval; rows are the same for every seed.</summary>
    internal static Measurement Of(IReadOnlyList<double[]> values, int resampleCount)
    {
        // Not the draws that choose the rows once more.
        var seeds = new CounterRandom(1, RandomPurpose.Sampling);
        long[] rowsAlone = [.. Enumerable.Range(0, values[0].Length)];
        var (low, high) = Bootstrap.Interval(rowsAlone, Mean, seed: 0, resampleCount);
        return new Measurement(values.Average(own => own.Average()), low, high, resampleCount);

        double Mean(int[] rows)
        {
            var sum = 0.0;
            for (var draw = 0; draw < values.Count; draw++)
            {
                var own = values[seeds.NextInt32(values.Count)];
                foreach (var row in rows) sum += own[row];
            }
            return sum / ((double)rows.Length * values.Count);
        }
    }
}
