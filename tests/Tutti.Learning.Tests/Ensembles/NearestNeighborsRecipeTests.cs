using Tutti.Learning.Data;
using Tutti.Learning.Ensembles;

namespace Tutti.Learning.Tests.Ensembles;

public sealed class NearestNeighborsRecipeTests : ClassifierConformance
{
    protected override ClassifierRecipe Recipe => new NearestNeighborsRecipe();

    [Fact]
    public void Probabilities_NeighborsAsNear_CountTheEarlierRows()
    {
        // 1 is as far from 0 as from 2 and 2 again; the two nearest are rows 0 and 1.
        var data = ClassificationDataset.FromFloats("line", [0, 2, 2, 9], [0, 1, 0, 1], [1], ["a", "b"], Standardization.None);
        var at = ClassificationDataset.FromFloats("at", [1, 8], [0, 0], [1], ["a", "b"], Standardization.None);

        var probabilities = new NearestNeighborsRecipe { NeighborCount = 2 }.Fit(data, 2, 0).Probabilities(at);

        // (1 + ½) / 3 each; at 8: row 3 (class 1), then row 1 (class 1) before row 2.
        double[] expected = [0.5, 0.5, 0.5 / 3, 2.5 / 3];
        Assert.Equal(expected.Length, probabilities.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], probabilities[i], 1e-12);
    }
}
