using Tutti.Cli.Detection;
using Tutti.Learning.Data.Ecg;
using Tutti.TestKit;

namespace Tutti.Cli.Tests.Detection;

public sealed class BeatRecipeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_WhatSaveWrote_IsTheSame()
    {
        var recipe = new BeatRecipe
        {
            Leads = ["V5", "MLII"], Source = BeatSource.Detection, Annotator = "qrs", Baseline = BaselineRemoval.Median, MainsFrequency = 60,
            Normalization = BeatNormalization.None, IncludePaced = true, Alpha = 0.25, AlphaOrigin = "somewhere",
            Alphas = new Dictionary<string, double> { ["vote"] = 0.125 },
        };

        recipe.Save(folder.Path);
        var loaded = BeatRecipe.Load(folder.Path);

        Assert.Equal(recipe.Leads, loaded.Leads);
        Assert.Equal(recipe.Alphas, loaded.Alphas);
        Assert.Equal((0.25, 0.125), (loaded.AlphaFor("mean"), loaded.AlphaFor("vote")));
        Assert.Equal(recipe with { Leads = [] }, loaded with { Leads = [], Alphas = recipe.Alphas });
    }

    [Theory]
    [InlineData("{", "cannot be understood")]
    [InlineData("{\"format\": \"tutti-beats-2\"}", "the format 'tutti-beats-2'")]
    [InlineData("{\"alpha\": 2}", "alpha 2, expected 0 to 1")]
    [InlineData("{\"alphas\": {\"vote\": -1}}", "alpha -1, expected 0 to 1")]
    [InlineData("{\"source\": 1}", "cannot be understood")]
    [InlineData("{\"colour\": 1}", "cannot be understood")]
    [InlineData(null, "this is no ensemble of heartbeats")]
    public void Load_SomethingElse_SaysWhatIsWrong(string? text, string expected)
    {
        if (text is not null) File.WriteAllText(folder[BeatRecipe.FileName], text);

        Assert.Contains(expected, Assert.Throws<InputException>(() => BeatRecipe.Load(folder.Path)).Message, StringComparison.Ordinal);
    }
}
