using System.Numerics.Tensors;

namespace Tutti.Learning.Ensembles;

/// <summary>Softmax of a linear function of all members' probabilities or their logarithms. Made by <see cref="LogisticMetaLearner"/>.</summary>
public sealed record LogisticCombiner : Combiner
{
    /// <summary>M, for how many members it is.</summary>
    public required int MemberCount { get; init; }

    /// <summary>C, for how many classes it is.</summary>
    public required int ClassCount { get; init; }

    /// <summary><c>[C, M · C]</c>, row by row: what the probability of each class in each member counts for a class.</summary>
    public required IReadOnlyList<double> Weights { get; init; }

    /// <summary>C values.</summary>
    public required IReadOnlyList<double> Biases { get; init; }

    /// <summary>Whether logarithms of probabilities are looked at.</summary>
    public required bool UsesLogarithms { get; init; }

    /// <summary>Probabilities below it count as this before their logarithm is taken.</summary>
    public required double LeastProbability { get; init; }

    /// <summary>What is looked at in a row: M · C numbers.</summary>
    internal void CopyInputs(EnsemblePredictions predictions, int row, Span<double> destination)
    {
        for (var member = 0; member < MemberCount; member++)
        {
            var own = predictions.Members[member].Row(row);
            for (var i = 0; i < ClassCount; i++)
                destination[member * ClassCount + i] = UsesLogarithms ? Math.Log(Math.Max(own[i], LeastProbability)) : own[i];
        }
    }

    private protected override void CheckFits(int memberCount, int classCount)
    {
        if (memberCount != MemberCount || classCount != ClassCount || Biases.Count != classCount
            || Weights.Count != (long)classCount * memberCount * classCount)
            throw new ArgumentException(
                $"LogisticCombiner: it is for another ensemble. Got {memberCount} members and {classCount} classes. Expected {MemberCount} and " +
                $"{ClassCount}, {ClassCount * MemberCount * ClassCount} weights and {ClassCount} biases, as it was fitted.");
    }

    private protected override void CombineRow(EnsemblePredictions predictions, int row, Span<double> destination)
    {
        var width = MemberCount * ClassCount;
        var (inputs, weights) = (new double[width], Weights as double[] ?? [.. Weights]);
        CopyInputs(predictions, row, inputs);
        for (var own = 0; own < ClassCount; own++)
            destination[own] = Biases[own] + TensorPrimitives.Dot<double>(weights.AsSpan(own * width, width), inputs);
        Softmax.Apply(destination);
    }
}
