using Tutti.Experiments.Training;
using Tutti.TestKit;

namespace Tutti.Experiments.Tests.Training;

public sealed class PerceptronTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Perceptron_ByItsWidths_HasTheirNameAndWeights()
    {
        var network = new Perceptron(400, 100, 10);

        Assert.Equal("400-100-10", network.Name);
        Assert.Equal(400 * 100 + 100 + 100 * 10 + 10, network.WeightCount);
    }

    [Fact]
    public void WriteInitial_OfASeed_IsAlwaysTheSameFile()
    {
        var network = new Perceptron(4, 3, 2);
        foreach (var (name, seed) in new[] { ("a", 1UL), ("b", 1UL), ("c", 2UL) }) network.WriteInitial(folder[name], seed);

        Assert.Equal(File.ReadAllBytes(folder["a"]), File.ReadAllBytes(folder["b"]));
        Assert.NotEqual(File.ReadAllBytes(folder["a"]), File.ReadAllBytes(folder["c"]));
    }
}
