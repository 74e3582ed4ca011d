using Tutti.TestKit;

namespace Tutti.EndToEnd.Tests;

/// <summary>Weights and models that come from files.</summary>
public sealed class WeightsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Initial_WeightsOfTheSameSeed_GiveTheSameTraining()
    {
        var written = (await TuttiProcess.RunAsync(folder.Path, "weights", "--model", "mlp", "--seed", "7", "--out", "initial.safetensors", "--json")).Expect(0);
        Assert.Equal(235_146, written.Json.GetProperty("weightCount").GetInt32());

        (await TuttiProcess.RunAsync(
            folder.Path, "evaluate", "--checkpoint", "initial.safetensors", "--data", "fashion-mnist-10k")).Expect(0);

        var drawn = await DigestAsync("--model", "mlp", "--seed", "7");
        var given = await DigestAsync("--model", "mlp", "--seed", "7", "--initial", "initial.safetensors");

        Assert.Equal(drawn, given);
    }

    [Fact]
    public async Task Initial_WeightsOfAnotherModel_EndsWith2AndWritesNothing()
    {
        (await TuttiProcess.RunAsync(folder.Path, "weights", "--model", "2nn")).Expect(0);

        var outcome = (await TuttiProcess.RunAsync(folder.Path, "train", "--model", "mlp", "--initial", "weights.safetensors")).Expect(2);

        Assert.Contains("does not fit the network", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["runs"]));
    }

    [Fact]
    public async Task Model_FromAFile_TrainsAndIsEvaluated()
    {
        File.WriteAllText(folder["small.json"],
            """[{"type":"Flatten","start_dim":1,"end_dim":-1},{"type":"Linear","in_features":784,"out_features":10,"bias":true}]""");

        var trained = (await TuttiProcess.RunAsync(folder.Path, "train", "--model", "small.json", "--epochs", "1", "--json")).Expect(0);
        var evaluated = (await TuttiProcess.RunAsync(folder.Path, "evaluate", "--checkpoint", "best", "--json")).Expect(0);

        Assert.Equal("small", trained.Json.GetProperty("model").GetString());
        Assert.Equal(trained.Json.GetProperty("testAccuracy").GetDouble(), evaluated.Json.GetProperty("accuracy").GetDouble());
    }

    [Theory]
    [InlineData(783, 10, "Layer 1 (Linear): Linear: the input does not fit the weight")]
    [InlineData(784, 9, "a label names no class. Got label 9")]
    public async Task Model_ThatDoesNotFitTheData_EndsWith2AndWritesNothing(int inputs, int outputs, string expected)
    {
        File.WriteAllText(folder["small.json"],
            $$"""[{"type":"Flatten"},{"type":"Linear","in_features":{{inputs}},"out_features":{{outputs}}}]""");

        var outcome = (await TuttiProcess.RunAsync(folder.Path, "train", "--model", "small.json")).Expect(2);

        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["runs"]));
    }

    [Fact]
    public async Task Model_ReconstructionFromAFile_IsMeasuredByItsLoss()
    {
        File.WriteAllText(folder["narrow.json"],
            """
            [{"type":"Flatten","start_dim":1,"end_dim":-1},{"type":"Linear","in_features":784,"out_features":16,"bias":true},
             {"type":"Linear","in_features":16,"out_features":784,"bias":true},{"type":"Unflatten","dim":1,"unflattened_size":[1,28,28]}]
            """);

        var trained = (await TuttiProcess.RunAsync(
            folder.Path, "train", "--model", "narrow.json", "--task", "reconstruction", "--epochs", "2", "--json")).Expect(0).Json;
        var evaluated = (await TuttiProcess.RunAsync(folder.Path, "evaluate", "--json")).Expect(0).Json;
        var predicted = (await TuttiProcess.RunAsync(folder.Path, "predict")).Expect(2);

        Assert.Equal(System.Text.Json.JsonValueKind.Null, trained.GetProperty("testAccuracy").ValueKind);
        Assert.Equal(trained.GetProperty("testLoss").GetDouble(), evaluated.GetProperty("loss").GetDouble());
        Assert.InRange(trained.GetProperty("testLoss").GetDouble(), 0, 0.6); // the images' variance is 1
        Assert.Contains("the model knows no classes", predicted.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train --model nowhere.json", "there is no such file")]
    [InlineData("train --model mlp --task reconstruction", "the preset is for something else")]
    [InlineData("train --model autoencoder --monitor accuracy", "there is no accuracy to watch")]
    [InlineData("weights --sample-shape 28x", "not a shape")]
    [InlineData("weights --sample-shape 100000x100000", "too many elements")]
    [InlineData("weights --model cnn --sample-shape 140", "the samples are not images")]
    public async Task WrongInput_EndsWith2(string arguments, string expected)
    {
        var outcome = (await TuttiProcess.RunAsync(folder.Path, arguments.Split(' '))).Expect(2);

        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    private async Task<string> DigestAsync(params string[] flags) =>
        (await TuttiProcess.RunAsync(folder.Path, ["train", "--epochs", "1", .. flags, "--json"])).Expect(0).Json.GetProperty("weightsSha256").GetString()!;
}
