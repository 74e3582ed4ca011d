using Tutti.Learning.Ensembles;

namespace Tutti.Experiments.MetaLearners;

/// <summary>What each member contributes: gains in −log loss, a number for each member and test row where rows are asked one by one.</summary>
/// <param name="Shapley"><c>[member][row]</c>, of the mean of probabilities; nobody guesses by the classes' shares.</param>
/// <param name="LeftOut"><c>[member][row]</c>, what the mean loses without the member.</param>
/// <param name="Refitted"><c>[member][row]</c>, what the super learner loses without the member, its weights found anew.</param>
/// <param name="Permuted">What the stack loses when the member's predictions are dealt to other rows.</param>
/// <param name="Weights">The members' shares of the super learner.</param>
/// <param name="Taken">Their shares of the greedy selection.</param>
internal sealed record MemberShares(
    double[][] Shapley, double[][] LeftOut, double[][] Refitted, double[] Permuted, double[] Weights, double[] Taken)
{
    internal static MemberShares Of(
        EnsemblePredictions outOfFold, long[] labels, EnsemblePredictions test, long[] testLabels, Combiner stack, Voting super, Voting greedy, ulong seed)
    {
        var count = test.Members.Count;
        double[] guess = [.. Enumerable.Range(0, test.ClassCount).Select(own => (labels.Count(label => label == own) + 1.0) / (labels.Length + test.ClassCount))];
        var (shapley, leftOut) = (Empty(count, test.Count), Empty(count, test.Count));
        for (var row = 0; row < test.Count; row++)
        {
            var own = test.Members.Select(member => member.Row(row)[(int)testLabels[row]]).ToArray();
            double Value(IReadOnlyList<int> members) =>
                Math.Log(Math.Max(members.Count == 0 ? guess[testLabels[row]] : members.Average(member => own[member]), WayResult.LeastProbability));
            Fill(shapley, row, Contribution.Shapley(count, Value));
            Fill(leftOut, row, Contribution.LeaveOneOut(count, Value));
        }
        var permuted = Contribution.Permutation(test, stack, combined => -WayResult.Of("", combined, testLabels, double.NaN).LogLoss, seed);
        return new MemberShares(
            shapley, leftOut, Refit(outOfFold, labels, test, testLabels, super), permuted, super.Shares(count), greedy.Shares(count));
    }

    private static double[][] Refit(EnsemblePredictions outOfFold, long[] labels, EnsemblePredictions test, long[] testLabels, Voting super)
    {
        var all = WayResult.Of("", super, test, testLabels, double.NaN).Losses;
        return [.. Enumerable.Range(0, test.Members.Count).Select(member =>
        {
            int[] others = [.. Enumerable.Range(0, test.Members.Count).Where(other => other != member)];
            var without = new SuperLearner().Fit(outOfFold.Only(others), labels);
            return WayResult.Of("", without, test.Only(others), testLabels, double.NaN).Losses.Zip(all, (loss, own) => loss - own).ToArray();
        })];
    }

    private static double[][] Empty(int count, int rows) => [.. Enumerable.Range(0, count).Select(_ => new double[rows])];

    private static void Fill(double[][] destination, int row, double[] values)
    {
        for (var member = 0; member < values.Length; member++) destination[member][row] = values[member];
    }
}
