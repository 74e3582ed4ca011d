namespace Tutti.Learning.Ensembles;

/// <summary>
/// Stacking by multinomial logistic regression on the members' probabilities or their logarithms: minimises
/// <c>Σ_n −log p(y_n | x_n) + L2 / 2 · Σ w²</c>, where the biases are not penalised, by L-BFGS (Liu and Nocedal 1989) from 0, in double, on
/// one thread. It has <c>(M · C + 1) · C</c> weights for M members and C classes, so it can tell which member is right about which class,
/// and needs some thousand rows to do so.
/// </summary>
public sealed record LogisticMetaLearner : MetaLearner
{
    /// <summary>The strength of the penalty, at least 0; default 1, as scikit-learn's C = 1.</summary>
    public double L2 { get; init; } = 1;

    /// <summary>Whether it sees logarithms of probabilities. Default: yes.</summary>
    public bool UsesLogarithms { get; init; } = true;

    /// <summary>Probabilities below it count as this before their logarithm is taken; more than 0, less than 1. Default 0.0001.</summary>
    public double LeastProbability { get; init; } = 1e-4;

    /// <summary>The most iterations, at least 1; default 200. It ends earlier where the gradient has become small.</summary>
    public int MaxIterations { get; init; } = 200;

    private protected override Combiner FitUnseen(EnsemblePredictions predictions, ReadOnlySpan<long> labels)
    {
        ThrowIfInvalid();
        var empty = new LogisticCombiner
        {
            MemberCount = predictions.Members.Count, ClassCount = predictions.ClassCount, UsesLogarithms = UsesLogarithms,
            LeastProbability = LeastProbability, Weights = [], Biases = [],
        };
        var width = predictions.Members.Count * predictions.ClassCount;
        var inputs = new double[checked(predictions.Count * width)];
        for (var row = 0; row < predictions.Count; row++) empty.CopyInputs(predictions, row, inputs.AsSpan(row * width, width));
        var (weights, biases) = new LogisticProblem(inputs, labels.ToArray(), width, predictions.ClassCount, L2).Solve(MaxIterations);
        return empty with { Weights = weights, Biases = biases };
    }

    private void ThrowIfInvalid()
    {
        var problems = new List<string>();
        if (!(L2 >= 0 && double.IsFinite(L2))) problems.Add($"L2 is {L2}, expected at least 0");
        if (!(LeastProbability is > 0 and < 1)) problems.Add($"LeastProbability is {LeastProbability}, expected between 0 and 1");
        if (MaxIterations < 1) problems.Add($"MaxIterations is {MaxIterations}, expected at least 1");
        if (problems.Count > 0) throw new ArgumentException($"LogisticMetaLearner: {string.Join("; ", problems)}. Correct them and try again.");
    }
}
