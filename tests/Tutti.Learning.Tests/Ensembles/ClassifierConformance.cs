using Tutti.Learning.Data;
using Tutti.Learning.Ensembles;
using Tutti.Learning.Metrics;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Ensembles;

/// <summary>What holds for every recipe and its classifier.</summary>
public abstract class ClassifierConformance
{
    protected abstract ClassifierRecipe Recipe { get; }

    [Fact]
    public void Probabilities_NewSamples_AreProbabilitiesAndMostlyRight()
    {
        var test = Blobs.Make(300, 2);

        var probabilities = Recipe.Fit(Blobs.Make(300, 1), 3, seed: 7).Probabilities(test);

        Assert.Equal(900, probabilities.Length);
        Assert.All(probabilities, value => Assert.InRange(value, 0, 1));
        Assert.All(probabilities.Chunk(3), row => Assert.Equal(1, row.Sum(), 1e-9));
        Assert.InRange(Classification.AccuracyOf(test.CopyLabels(), probabilities, 3), 0.8, 1);
    }

    [Fact]
    public void Fit_Again_GivesTheSameBitsForAnyThreads()
    {
        var (train, test) = (Blobs.Make(200, 1), Blobs.Make(50, 2));

        Assert.Equal(
            Recipe.Fit(train, 3, seed: 7, computeThreads: 1).Probabilities(test), Recipe.Fit(train, 3, seed: 7, computeThreads: 2).Probabilities(test));
    }

    [Fact]
    public void Save_ThenLoad_GivesTheSameBits()
    {
        using var folder = new TemporaryFolder();
        var model = Recipe.Fit(Blobs.Make(100, 1), 3, seed: 7);

        model.Save(folder["model.safetensors"]);
        var loaded = Classifiers.Load(folder["model.safetensors"]);

        Assert.Equal((model.GetType(), model.SampleShape, model.ClassCount), (loaded.GetType(), loaded.SampleShape, loaded.ClassCount));
        Assert.Equal(model.Probabilities(Blobs.Make(50, 2)), loaded.Probabilities(Blobs.Make(50, 2)));
    }

    [Fact]
    public void Fit_ClassesOutOfRange_IsRefused()
    {
        var problem = Assert.ThrowsAny<ArgumentException>(() => Recipe.Fit(Blobs.Make(30, 1), 2, seed: 7));

        Assert.Contains("2", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Probabilities_SamplesOfAnotherShape_AreRefused()
    {
        var model = Recipe.Fit(Blobs.Make(30, 1), 3, seed: 7);

        Assert.Contains("samples of another shape. Got Float32 [4]. Expected Float32 [3]",
            Assert.Throws<ArgumentException>(() => model.Probabilities(Blobs.Make(10, 1, classCount: 4))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_NoSamples_IsRefused() =>
        Assert.ThrowsAny<ArgumentException>(() => Recipe.Fit(new SourceSubset(Blobs.Make(10, 1), []), 3, seed: 7));
}
