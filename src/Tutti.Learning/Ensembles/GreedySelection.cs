namespace Tutti.Learning.Ensembles;

/// <summary>
/// Adds, again and again, the member that makes the vote best, with replacement (Caruana, Niculescu-Mizil, Crew and Ksikes: "Ensemble
/// selection from libraries of models", 2004); the best vote on the way is kept. A member's weight is how often it was taken; those that
/// were never taken can be pruned. Among equals the member with the lower number is taken, and the shorter way kept.
/// </summary>
public sealed record GreedySelection : MetaLearner
{
    /// <summary>How many times a member is added, at least 1; default 50.</summary>
    public int RoundCount { get; init; } = 50;

    private protected override Combiner FitUnseen(EnsemblePredictions predictions, ReadOnlySpan<long> labels)
    {
        if (RoundCount < 1) throw new ArgumentException($"GreedySelection: RoundCount is {RoundCount}, expected at least 1. Correct it and try again.");
        var (count, own) = (predictions.Members.Count, OwnClass(predictions, labels));
        var (sums, taken, best, least) = (new double[labels.Length], new double[count], new double[count], double.PositiveInfinity);
        for (var round = 1; round <= RoundCount; round++)
        {
            var losses = Array.ConvertAll(own, member => LogLoss(sums, member, round));
            var chosen = Array.IndexOf(losses, losses.Min());
            for (var row = 0; row < sums.Length; row++) sums[row] += own[chosen][row];
            taken[chosen]++;
            if (losses[chosen] < least) (least, best) = (losses[chosen], [.. taken]);
        }
        return new Voting { Weights = best };
    }

    // The log loss needs no more than what was given to the right class.
    private static double[][] OwnClass(EnsemblePredictions predictions, ReadOnlySpan<long> labels)
    {
        var own = predictions.Members.Select(_ => new double[predictions.Count]).ToArray();
        for (var member = 0; member < own.Length; member++)
            for (var row = 0; row < labels.Length; row++) own[member][row] = predictions.Members[member].Row(row)[(int)labels[row]];
        return own;
    }

    private static double LogLoss(double[] sums, double[] added, int count)
    {
        var loss = 0.0;
        for (var row = 0; row < sums.Length; row++) loss -= Math.Log(Math.Max((sums[row] + added[row]) / count, 2.220446049250313e-16));
        return loss / sums.Length;
    }
}
