using Tutti.Learning.Ensembles;

namespace Tutti.Learning.Tests.Ensembles;

public sealed class VotingTests
{
    private static readonly EnsemblePredictions Two = Few.Members(2, [0.9, 0.1, 0.5, 0.5], [0.2, 0.8, 0.4, 0.6]);

    [Theory]
    [InlineData(VotingRule.Soft, null, new[] { 0.55, 0.45, 0.45, 0.55 })]
    [InlineData(VotingRule.Soft, new[] { 3.0, 1 }, new[] { 0.725, 0.275, 0.475, 0.525 })]
    [InlineData(VotingRule.Hard, null, new[] { 0.5, 0.5, 0.5, 0.5 })]
    [InlineData(VotingRule.Hard, new[] { 1.0, 3 }, new[] { 0.25, 0.75, 0.25, 0.75 })]
    public void Combine_ByHand_IsTheWeightedMean(VotingRule rule, double[]? weights, double[] expected)
    {
        var result = new Voting { Rule = rule, Weights = weights }.Combine(Two);

        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], result[i], 1e-12);
    }

    [Theory]
    [InlineData(new[] { 1.0 })]
    [InlineData(new[] { 1.0, -1 })]
    [InlineData(new[] { 0.0, 0 })]
    [InlineData(new[] { 1.0, double.NaN })]
    public void Combine_WeightsThatDoNotFit_AreRefused(double[] weights) => Assert.Contains(
        "Voting: the weights do not fit.", Assert.Throws<ArgumentException>(() => new Voting { Weights = weights }.Combine(Two)).Message, StringComparison.Ordinal);
}
