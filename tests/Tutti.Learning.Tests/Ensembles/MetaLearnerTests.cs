using Tutti.Learning.Ensembles;
using Tutti.Learning.Metrics;

namespace Tutti.Learning.Tests.Ensembles;

public sealed class MetaLearnerTests
{
    [Fact]
    public void SuperLearner_TwoMembersByHand_HasTheWeightsOfLeastSquares()
    {
        // Rows of class 0; residuals of the mean cancel in no row, but m0 is right more often.
        var predictions = Few.Members(2, [1, 0, 0.5, 0.5], [0.5, 0.5, 1, 0], [0, 1, 0, 1]);

        var voting = Assert.IsType<Voting>(new SuperLearner().Fit(predictions, [0, 0]));

        // m0 and m1 mirror each other; m2 is always wrong.
        Assert.Equal(voting.Weights![0], voting.Weights[1], 1e-9);
        Assert.Equal(0, voting.Weights[2]);
    }

    [Fact]
    public void NonNegativeLeastSquares_UnconstrainedOptimumNegative_IsOnTheBound()
    {
        // |x + y − 1|² + |y|² … with right sides that pull y below 0: the best with y = 0 is x = 1.
        var weights = NonNegativeLeastSquares.Solve(new double[,] { { 1, 1 }, { 1, 2 } }, [1, 0.5]);
        var inner = NonNegativeLeastSquares.Solve(new double[,] { { 2, 0 }, { 0, 4 } }, [1, 1]);

        Assert.Equal([1.0, 0.0], weights.Select(weight => Math.Round(weight, 12)));
        Assert.Equal([0.5, 0.25], inner.Select(weight => Math.Round(weight, 12)));
    }

    [Fact]
    public void NonNegativeLeastSquares_TwinMembers_ShareTheWeight()
    {
        var weights = NonNegativeLeastSquares.Solve(new double[,] { { 1, 1 }, { 1, 1 } }, [1, 1]);

        Assert.Equal(1, weights.Sum(), 1e-9);
    }

    [Fact]
    public void GreedySelection_ByHand_TakesTheGoodMemberAndNeverTheBad()
    {
        var predictions = Few.Members(2, [0.9, 0.1, 0.4, 0.6], [0.4, 0.6, 0.9, 0.1], [0.1, 0.9, 0.1, 0.9]);

        var voting = Assert.IsType<Voting>(new GreedySelection { RoundCount = 4 }.Fit(predictions, [0, 0]));

        // Alone 0.9 · 0.4; both once 0.65 · 0.65, which no further round beats.
        Assert.Equal([1.0, 1, 0], voting.Weights);
    }

    [Fact]
    public void LogisticProblem_Gradient_IsThatOfDifferences()
    {
        var problem = new LogisticProblem([1, -2, 0.5, 0.25, 3, -1], [0, 2, 1], width: 2, classCount: 3, penalty: 0.7);
        var at = Enumerable.Range(0, 9).Select(i => 0.1 * (i - 4)).ToArray();
        var (gradient, unused) = (new double[9], new double[9]);
        problem.Evaluate(at, gradient);

        for (var i = 0; i < at.Length; i++)
        {
            const double step = 1e-5;
            var (up, down) = (at.ToArray(), at.ToArray());
            (up[i], down[i]) = (at[i] + step, at[i] - step);
            Assert.Equal((problem.Evaluate(up, unused) - problem.Evaluate(down, unused)) / (2 * step), gradient[i], 1e-8);
        }
    }

    [Fact]
    public void LogisticProblem_BiasAlone_FindsTheSharesOfTheClasses()
    {
        // With inputs that are always 0 the best logits are the logarithms of the classes' shares.
        var (_, biases) = new LogisticProblem(new double[4], [0, 0, 0, 1], width: 1, classCount: 2, penalty: 0).Solve(100);

        Assert.Equal(Math.Log(3), biases[0] - biases[1], 1e-4);
    }

    [Fact]
    public void LogisticMetaLearner_AMemberThatMixesClassesUp_IsTranslated()
    {
        // m0 says 1 where the class is 0 and the reverse; no vote can be right, a stack can.
        double[] swapped = [.. Enumerable.Range(0, 40).SelectMany(row => row % 2 == 0 ? new[] { 0.1, 0.9 } : [0.9, 0.1])];
        var (predictions, labels) = (Few.Members(2, swapped), Enumerable.Range(0, 40).Select(row => (long)(row % 2)).ToArray());

        var combined = new LogisticMetaLearner { L2 = 0.01 }.Fit(predictions, labels).Combine(predictions);

        Assert.Equal(1, Classification.AccuracyOf(labels, combined, 2));
        Assert.Equal(0, Classification.AccuracyOf(labels, new Voting().Combine(predictions), 2));
    }

    [Fact]
    public void Fit_LabelsThatDoNotFit_AreRefused()
    {
        var predictions = Few.Members(2, [0.9, 0.1]);

        Assert.Contains("Got 1 rows and 2 labels", Assert.Throws<ArgumentException>(() => new SuperLearner().Fit(predictions, [0, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("Got 2 in row 0. Expected 0 to 1", Assert.Throws<ArgumentException>(() => new SuperLearner().Fit(predictions, [2])).Message, StringComparison.Ordinal);
    }
}
