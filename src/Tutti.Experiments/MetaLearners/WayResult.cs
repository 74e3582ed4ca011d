using Tutti.Learning.Ensembles;
using Tutti.Learning.Metrics;

namespace Tutti.Experiments.MetaLearners;

/// <summary>What a way to combine, or a model alone, made of the test rows.</summary>
/// <param name="Name">What it is called in the report.</param>
/// <param name="IsCorrect">1 a row whose most likely class is its own, else 0.</param>
/// <param name="Losses">−log of the probability of a row's own class.</param>
/// <param name="Seconds">What it took to train it; not a number where that is not its own.</param>
internal sealed record WayResult(string Name, double[] IsCorrect, double[] Losses, double Seconds)
{
    internal const double LeastProbability = 2.220446049250313e-16;

    internal double Percent => 100 * IsCorrect.Average();

    internal double LogLoss => Losses.Average();

    internal static WayResult Of(string name, double[] probabilities, long[] labels, double seconds)
    {
        var classCount = probabilities.Length / labels.Length;
        var (correct, losses) = (new double[labels.Length], new double[labels.Length]);
        for (var row = 0; row < labels.Length; row++)
        {
            var own = probabilities.AsSpan(row * classCount, classCount);
            correct[row] = Classification.MostLikely<double>(own) == labels[row] ? 1 : 0;
            losses[row] = -Math.Log(Math.Max(own[(int)labels[row]], LeastProbability));
        }
        return new WayResult(name, correct, losses, seconds);
    }

    internal static WayResult Of(string name, Combiner combiner, EnsemblePredictions predictions, long[] labels, double seconds) =>
        Of(name, combiner.Combine(predictions), labels, seconds);
}
