using Tutti.Learning.Data.Loading;
using Tutti.Tensors.Random;

namespace Tutti.Learning.Tests.Data.Loading;

public sealed class AliasTableTests
{
    // Sums of these are inexact or overflow; what weighs nothing must still never come.
    [Theory]
    [InlineData(new[] { 0.1, 0, 0.2, 0.7, 0 })]
    [InlineData(new[] { double.MaxValue, 0, double.MaxValue })]
    [InlineData(new[] { 1e-300, 0, 1e-300, 1e-301 })]
    [InlineData(new[] { 5.0 })]
    public void Draw_AnyWeights_FollowsThem(double[] weights)
    {
        const int draws = 20_000;
        var table = new AliasTable(weights);
        var random = new CounterRandom(1, RandomPurpose.Synthetic);
        var counts = new int[weights.Length];
        for (var draw = 0; draw < draws; draw++) counts[table.Draw(ref random)]++;

        var total = weights.Sum(weight => weight / weights.Max());
        for (var index = 0; index < weights.Length; index++)
        {
            var share = weights[index] / weights.Max() / total;
            Assert.InRange(counts[index] - share * draws, -5 * Math.Sqrt(draws * share * (1 - share)) - 1e-6, 5 * Math.Sqrt(draws * share * (1 - share)) + 1e-6);
        }
    }
}
