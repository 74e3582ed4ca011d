using MathNet.Numerics.LinearAlgebra;

namespace Tutti.Learning.Ensembles;

/// <summary>
/// Minimises |A w − b|² over w ≥ 0 by active sets (Lawson and Hanson: "Solving least squares problems", 1974, chapter 23), given AᵀA and
/// Aᵀb.
/// </summary>
internal static class NonNegativeLeastSquares
{
    private const double Tolerance = 1e-10;

    internal static double[] Solve(double[,] gram, double[] right)
    {
        var count = right.Length;
        var (weights, free) = (new double[count], new bool[count]);
        var scale = Math.Max(right.Max(Math.Abs), double.Epsilon);
        // Each round frees one weight; more rounds than this are rounding going in circles.
        for (var round = 0; round < 3 * count; round++)
        {
            var gains = Enumerable.Range(0, count).Select(i => right[i] - Enumerable.Range(0, count).Sum(j => gram[i, j] * weights[j])).ToArray();
            var best = Enumerable.Range(0, count).Where(i => !free[i]).DefaultIfEmpty(-1).MaxBy(i => i < 0 ? double.NegativeInfinity : gains[i]);
            if (best < 0 || gains[best] <= Tolerance * scale) break;
            free[best] = true;
            MoveToFree(gram, right, weights, free);
        }
        return weights;
    }

    // To the optimum of the free weights, or as far towards it as none becomes negative; the one that would is bound to 0 again.
    private static void MoveToFree(double[,] gram, double[] right, double[] weights, bool[] free)
    {
        while (true)
        {
            int[] own = [.. Enumerable.Range(0, free.Length).Where(i => free[i])];
            if (own.Length == 0) return;
            var target = Optimum(gram, right, own);
            if (target.All(value => value > 0))
            {
                for (var i = 0; i < own.Length; i++) weights[own[i]] = target[i];
                return;
            }
            var step = own.Select((index, i) => target[i] > 0 ? 1 : weights[index] / (weights[index] - target[i])).Where(double.IsFinite).DefaultIfEmpty(0).Min();
            for (var i = 0; i < own.Length; i++)
            {
                weights[own[i]] += step * (target[i] - weights[own[i]]);
                if (target[i] > 0 || weights[own[i]] > 1e-14) continue;
                (weights[own[i]], free[own[i]]) = (0, false);
            }
        }
    }

    // Members that always say the same make the matrix singular; the pseudo-inverse shares the weight among them.
    private static double[] Optimum(double[,] gram, double[] right, int[] own)
    {
        var part = Matrix<double>.Build.Dense(own.Length, own.Length, (i, j) => gram[own[i], own[j]]);
        var values = Vector<double>.Build.Dense(own.Length, i => right[own[i]]);
        return (part.PseudoInverse() * values).ToArray();
    }
}
