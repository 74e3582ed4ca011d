using Tutti.Experiments.Reports;
using Tutti.Tensors.Random;

namespace Tutti.Experiments.MetaLearners;

/// <summary>Intervals by drawing seeds, and test rows, with replacement (Efron 1979): the middle 95 % of the means.</summary>
internal static class Bootstrap
{
    private const double Tail = 0.025;

    /// <summary>The mean of values <c>[seed][row]</c> with its interval; rows are the same for every seed.</summary>
    internal static Measurement Mean(IReadOnlyList<double[]> values, int resampleCount)
    {
        var random = new CounterRandom(0, RandomPurpose.Sampling);
        var (rowCount, means) = (values[0].Length, new double[resampleCount]);
        for (var resample = 0; resample < resampleCount; resample++)
        {
            var drawn = new double[rowCount];
            for (var seed = 0; seed < values.Count; seed++)
            {
                var own = values[random.NextInt32(values.Count)];
                for (var row = 0; row < rowCount; row++) drawn[row] += own[row] / values.Count;
            }
            for (var row = 0; row < rowCount; row++) means[resample] += drawn[random.NextInt32(rowCount)] / rowCount;
        }
        Array.Sort(means);
        return new Measurement(values.Average(own => own.Average()), At(means, Tail), At(means, 1 - Tail), resampleCount);
    }

    private static double At(double[] sorted, double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))];
}
