using Tutti.Learning.Ensembles;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Ensembles;

public sealed class NetworkRecipeTests : ClassifierConformance
{
    protected override ClassifierRecipe Recipe => new NetworkRecipe { EpochCount = 5, LearningRate = 0.01 };

    [Fact]
    public void Fit_ImpossibleRecipe_ListsAllProblems()
    {
        var problem = Assert.Throws<ArgumentException>(() =>
            new NetworkRecipe { Preset = "autoencoder", EpochCount = 0, LearningRate = -1 }.Fit(Blobs.Make(10, 1), 3, 0));

        Assert.Contains("Preset is 'autoencoder', which tells no classes apart", problem.Message, StringComparison.Ordinal);
        Assert.Contains("EpochCount is 0", problem.Message, StringComparison.Ordinal);
        Assert.Contains("LearningRate is -1", problem.Message, StringComparison.Ordinal);
    }
}
