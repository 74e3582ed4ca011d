using Tutti.Learning.Modules.Specification;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Modules.Specification;

public sealed class RecurrentPresetsTests
{
    public static TheoryData<int[]> Samples => new() { new[] { 140 }, new[] { 20, 3 }, new[] { 1, 9, 7 } };

    [Theory, MemberData(nameof(Samples))]
    public void Lstm_AnySequence_GivesLogits(int[] sample) =>
        Assert.Equal([2, 5], Run("lstm", sample).Shape);

    [Theory, MemberData(nameof(Samples))]
    public void Autoencoder_AnySequence_GivesTheSamplesShape(int[] sample) =>
        Assert.Equal(Shape.Create([2, .. sample]), Run("autoencoder-lstm", sample).Shape);

    [Theory]
    [InlineData("lstm", 17_477)] // 4·64·(1 + 64 + 2) + 64·5+5
    [InlineData("autoencoder-lstm", 39_249)] // 17,152 + 64·16+16 + 4·64·(16 + 64 + 2) + 64+1
    public void Create_ForEcgBeats_HasTheKnownNumberOfWeights(string name, long expected) =>
        Assert.Equal(expected, ModelPresets.Create(name, [140], 5).Build().WeightCount);

    [Theory]
    [InlineData("lstm")]
    [InlineData("autoencoder-lstm")]
    public void Create_SamplesThatAreNoSequences_SaysSo(string name) =>
        Assert.Contains("no sequences. Got [3, 8, 8]",
            Assert.Throws<ArgumentException>(() => ModelPresets.Create(name, [3, 8, 8], 5)).Message);

    private static Tensor Run(string name, int[] sample)
    {
        var network = ModelPresets.Create(name, Shape.Create(sample), 5).Build();
        network.Initialize(1);
        return network.Forward(Tensor.Ones(Shape.Create([2, .. sample])));
    }
}
