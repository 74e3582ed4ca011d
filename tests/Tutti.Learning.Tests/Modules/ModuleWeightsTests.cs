using Tutti.Learning.Checkpoints;
using Tutti.Learning.Modules;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Modules;

public sealed class ModuleWeightsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tutti-weights-").FullName;

    private string FilePath => Path.Combine(folder, "weights.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Load_OfWhatWasSaved_GivesTheSameBits()
    {
        var (saved, loaded) = (Network(4), Network(4));
        saved.Initialize(1);
        loaded.Initialize(2);
        Assert.NotEqual(saved.WeightsSha256(), loaded.WeightsSha256());
        saved.Save(FilePath, new Dictionary<string, string> { ["model"] = "mlp" });
        loaded.Load(FilePath);
        Assert.Equal(saved.WeightsSha256(), loaded.WeightsSha256());
        using var file = SafetensorsFile.Open(FilePath);
        Assert.Equal("mlp", file.Metadata["model"]);
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], file.Entries.Select(entry => entry.Name));
        Assert.Equal(saved.WeightsSha256(), WeightsDigest.Of(file));
    }

    [Fact]
    public void Load_MakesANetworkReadyForUse()
    {
        var saved = Network(4);
        saved.Initialize(1);
        saved.Save(FilePath);
        var loaded = Network(4);
        Assert.Contains("Initialize", Assert.Throws<InvalidOperationException>(() => loaded.Forward(Tensor.Ones([1, 3]))).Message);
        loaded.Load(FilePath);
        Assert.Equal(saved.Forward(Tensor.Ones([1, 3])).ToArray<float>(), loaded.Forward(Tensor.Ones([1, 3])).ToArray<float>());
    }

    [Fact]
    public void Load_OfAnotherModel_NamesTheTensorAndChangesNothing()
    {
        var saved = Network(4);
        saved.Initialize(1);
        saved.Save(FilePath);
        var other = Network(5);
        other.Initialize(3);
        var before = other.WeightsSha256();
        var error = Assert.Throws<InvalidDataException>(() => other.Load(FilePath));
        Assert.Contains("'0.weight'", error.Message);
        Assert.Contains("[4, 3]", error.Message);
        Assert.Contains("[5, 3]", error.Message);
        Assert.Equal(before, other.WeightsSha256());
    }

    [Fact]
    public void Load_WithATensorMissingOrTooMany_SaysWhich()
    {
        var small = new Sequential(new Linear(3, 4));
        small.Initialize(1);
        small.Save(FilePath);
        Assert.Contains("'2.weight'", Assert.Throws<InvalidDataException>(() => Network(4).Load(FilePath)).Message);
        var large = Network(4);
        large.Initialize(1);
        large.Save(FilePath);
        Assert.Contains("'2.weight'", Assert.Throws<InvalidDataException>(() => small.Load(FilePath)).Message);
    }

    private static Sequential Network(int hidden) => new(new Linear(3, hidden), new ReLU(), new Linear(hidden, 2));
}
