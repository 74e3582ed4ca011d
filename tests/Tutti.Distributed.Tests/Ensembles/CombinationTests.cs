using Tutti.Distributed.Ensembles;

namespace Tutti.Distributed.Tests.Ensembles;

public sealed class CombinationTests
{
    private static readonly double[][] Nodes = [[0.1, 0.9], [0.2, 0.5], [0.6, 0.4], [0.3, 0.2]];

    private static readonly NodeFacts[] Facts =
    [
        new("a", "v", [1]) { TrainingSamples = 10, ValidationScore = 0.5 },
        new("b", "v", [1]) { TrainingSamples = 20, ValidationScore = 1.0 },
        new("c", "v", [1]) { TrainingSamples = 30, ValidationScore = 0.5 },
        new("d", "v", [1]) { TrainingSamples = 40, ValidationScore = 0.5 },
    ];

    [Theory]
    [InlineData("mean", 0.3, 0.5)]
    [InlineData("median", 0.25, 0.45)]
    [InlineData("weighted-size", 0.35, 0.39)]
    [InlineData("weighted-validation", 0.28, 0.5)]
    [InlineData("minimum", 0.1, 0.2)]
    [InlineData("vote", 0.75, 0.5)]
    public void Combine_ByEachRule_GivesItsValue(string word, double first, double second)
    {
        var combination = Combination.Parse(word, alpha: 0.4);

        var combined = combination.Combine(Nodes, [.. Facts.Select(combination.WeightOf)]);

        Assert.Equal(word, combination.Word);
        Assert.Equal(first, combined.Values[0], 12);
        Assert.Equal(second, combined.Values[1], 12);
    }

    [Fact]
    public void Combine_MembersFacts_WeighsAsADriverDoes()
    {
        Assert.Equal(
            Combination.WeightedBySize.Combine(Nodes, [10, 20, 30, 40]).Values, Combination.WeightedBySize.Combine(Facts, Nodes));
        Assert.Throws<ArgumentException>(() => Combination.Mean.Combine(Array.Empty<NodeFacts>(), []));
        Assert.Throws<ArgumentException>(() => Combination.Mean.Combine(Facts, Nodes[1..]));
        Assert.Throws<ArgumentException>(() => Combination.Mean.Combine(Facts, [[0], .. Nodes[1..]]));
        Assert.Contains("how many samples it learned from", Assert.Throws<ArgumentException>(
            () => Combination.WeightedBySize.Combine([new("e", "v", [1])], [[0]])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Combine_EqualWeights_HasTheStandardErrorOfTheMean()
    {
        var combined = Combination.Mean.Combine(Nodes, [1, 1, 1, 1]);

        // s² = (0.04 + 0.01 + 0.09 + 0) / 3, divided by 4 nodes.
        Assert.Equal(Math.Sqrt(0.14 / 12), combined.StandardErrors![0], 12);
    }

    [Fact]
    public void Combine_Weighted_CountsWeightsInTheStandardError()
    {
        var combined = Combination.WeightedBySize.Combine([[0], [1]], [3, 1]);

        // Mean 1/4; 2 · (9/16 · 1/16 + 1/16 · 9/16).
        Assert.Equal(Math.Sqrt(2 * 18 / 256.0), combined.StandardErrors![0], 12);
    }

    [Fact]
    public void Combine_OddNumber_MedianIsTheMiddleOne() =>
        Assert.Equal([0.2], Combination.Median.Combine([[0.9], [0.1], [0.2]], [1, 1, 1]).Values);

    [Fact]
    public void Combine_OneNode_HasNoStandardError() => Assert.Null(Combination.Mean.Combine([[1]], [1]).StandardErrors);

    [Theory]
    [InlineData("men", null, "Combination: unknown word. Got 'men'. Did you mean 'mean'?")]
    [InlineData("vote", null, "Combination: a vote needs to know what an alarm is. Got 'vote' without α.")]
    [InlineData("vote", 1.5, "Combination: α is no p-value. Got 1.5. Expected 0 to 1.")]
    [InlineData("vote", double.NaN, "Combination: α is no p-value. Got NaN. Expected 0 to 1.")]
    public void Parse_WhatIsNoCombination_SaysWhy(string word, double? alpha, string expected)
    {
        var failure = Assert.ThrowsAny<ArgumentException>(() => Combination.Parse(word, alpha));

        Assert.StartsWith(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_EachWord_GivesAnEqualCombination()
    {
        foreach (var word in Combination.Words) Assert.Equal(Combination.Parse(word, 0.1), Combination.Parse(word, 0.1));
        Assert.NotEqual(Combination.Vote(0.1), Combination.Vote(0.2));
        Assert.Equal("vote (α = 0.1)", Combination.Vote(0.1).ToString());
        Assert.True(Combination.Vote(0.1).CountsVotes);
        Assert.False(Combination.Minimum.CountsVotes);
    }

    [Fact]
    public void WeightOf_ANodeThatDoesNotSayHowGoodItIs_IsRefused()
    {
        var failure = Assert.Throws<ArgumentException>(() => Combination.WeightedByValidation.WeightOf(new NodeFacts("x", "v", [1])));

        Assert.Contains("'x' does not say how good it is. Got ValidationScore null.", failure.Message, StringComparison.Ordinal);
    }
}
