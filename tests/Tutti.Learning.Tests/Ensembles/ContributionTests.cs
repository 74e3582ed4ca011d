using Tutti.Learning.Ensembles;
using Tutti.Learning.Metrics;

namespace Tutti.Learning.Tests.Ensembles;

public sealed class ContributionTests
{
    // The gloves of the textbook: members 0 and 1 have a left one, 2 a right one; a pair is worth 1.
    private static double Pair(IReadOnlyList<int> members) => members.Contains(2) && (members.Contains(0) || members.Contains(1)) ? 1 : 0;

    [Fact]
    public void Shapley_Gloves_GiveTwoThirdsToTheRightOne()
    {
        var values = Contribution.Shapley(3, Pair);

        Assert.Equal([1 / 6.0, 1 / 6.0, 4 / 6.0], values, (left, right) => Math.Abs(left - right) < 1e-12);
    }

    [Fact]
    public void Shapley_AnyValue_SumsToAllMinusNobody()
    {
        var values = Contribution.Shapley(5, members => Math.Sqrt(3 + members.Sum(member => member + 1)) * members.Count);

        Assert.Equal(Math.Sqrt(18) * 5, values.Sum(), 1e-9);
    }

    [Fact]
    public void LeaveOneOut_Gloves_MissesThoseWhoReplaceEachOther() => Assert.Equal([0, 0, 1], Contribution.LeaveOneOut(3, Pair));

    [Fact]
    public void Permutation_AMemberThatNobodyLooksAt_IsWorthNothing()
    {
        double[] right = [.. Enumerable.Range(0, 30).SelectMany(row => row % 2 == 0 ? new[] { 1.0, 0 } : [0, 1.0])];
        var (predictions, labels) = (Few.Members(2, right, right), Enumerable.Range(0, 30).Select(row => (long)(row % 2)).ToArray());

        var lost = Contribution.Permutation(predictions, new Voting { Weights = [1, 0] },
            combined => Classification.AccuracyOf(labels, combined, 2), seed: 3);

        Assert.Equal(0, lost[1]);
        Assert.InRange(lost[0], 0.2, 0.8);
        Assert.Equal(lost, Contribution.Permutation(predictions, new Voting { Weights = [1, 0] },
            combined => Classification.AccuracyOf(labels, combined, 2), seed: 3));
    }

    [Fact]
    public void Shapley_TooManyMembers_AreRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Contribution.Shapley(Contribution.MostShapleyMembers + 1, _ => 0));
}
