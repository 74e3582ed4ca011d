namespace Tutti.Learning.Ensembles;

/// <summary>
/// One weight a member, at least 0: the weights whose weighted sum of probabilities is nearest to the classes as zeros and ones, in least
/// squares, then divided by their sum (van der Laan, Polley and Hubbard: "Super learner", 2007; Breiman: "Stacked regressions", 1996). With
/// M weights it needs few rows and can hardly overfit. Members that add nothing get exactly 0.
/// </summary>
public sealed record SuperLearner : MetaLearner
{
    private protected override Combiner FitUnseen(EnsemblePredictions predictions, ReadOnlySpan<long> labels)
    {
        var count = predictions.Members.Count;
        var (gram, right) = (new double[count, count], new double[count]);
        for (var row = 0; row < labels.Length; row++)
            for (var i = 0; i < count; i++)
            {
                var own = predictions.Members[i].Row(row);
                right[i] += own[(int)labels[row]];
                for (var j = 0; j <= i; j++) gram[i, j] += System.Numerics.Tensors.TensorPrimitives.Dot(own, predictions.Members[j].Row(row));
            }
        for (var i = 0; i < count; i++)
            for (var j = i + 1; j < count; j++) gram[i, j] = gram[j, i];
        var weights = NonNegativeLeastSquares.Solve(gram, right);
        // No member ever gave any probability to the right class: then none is better than another.
        return new Voting { Weights = weights.Any(weight => weight > 0) ? weights : [.. weights.Select(_ => 1.0)] };
    }
}
