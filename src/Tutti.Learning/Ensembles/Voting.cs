using Tutti.Learning.Metrics;

namespace Tutti.Learning.Ensembles;

/// <summary>The members vote: nothing is learned, unless weights are, as <see cref="SuperLearner"/> and <see cref="GreedySelection"/> do.</summary>
public sealed record Voting : Combiner
{
    /// <summary>What they give. Default: probabilities.</summary>
    public VotingRule Rule { get; init; }

    /// <summary>A weight a member, finite, at least 0, not all 0; only their ratios count. Null, the default: all alike.</summary>
    public IReadOnlyList<double>? Weights { get; init; }

    /// <summary>The share of each member's weight in all: numbers from 0 to 1 whose sum is 1.</summary>
    /// <param name="memberCount">How many members vote.</param>
    /// <returns>One share a member.</returns>
    /// <exception cref="ArgumentException">There is another number of weights, or they are out of range.</exception>
    public double[] Shares(int memberCount)
    {
        if (Weights is null) return [.. Enumerable.Repeat(1.0 / memberCount, memberCount)];
        if (Weights.Count != memberCount || Weights.Any(weight => !(weight >= 0 && double.IsFinite(weight))) || !Weights.Any(weight => weight > 0))
            throw new ArgumentException(
                $"Voting: the weights do not fit. Got [{string.Join(", ", Weights)}] for {memberCount} members. Expected one a member, finite, at " +
                "least 0, and one more than 0.");
        var sum = Weights.Sum();
        return [.. Weights.Select(weight => weight / sum)];
    }

    private protected override void CheckFits(int memberCount, int classCount) => Shares(memberCount);

    private protected override void CombineRow(EnsemblePredictions predictions, int row, Span<double> destination)
    {
        var shares = Shares(predictions.Members.Count);
        for (var member = 0; member < shares.Length; member++)
        {
            var own = predictions.Members[member].Row(row);
            if (Rule == VotingRule.Hard) destination[Classification.MostLikely<double>(own)] += shares[member];
            else for (var i = 0; i < own.Length; i++) destination[i] += shares[member] * own[i];
        }
    }
}
