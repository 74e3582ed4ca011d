using Tutti.Learning.Modules.Specification;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Modules.Specification;

public sealed class AutoencoderPresetsTests
{
    [Theory]
    [InlineData("autoencoder", 23_388)]    // 140·64+64 + 64·32+32 + 32·16+16 + 16·32+32 + 32·64+64 + 64·140+140
    [InlineData("autoencoder-conv", 7_697)] // 32·7+32 + 32·16·7+16 + 16·32·7+32 + 32·7+1
    public void Create_ForHeartbeats_HasTheKnownNumberOfWeights(string name, long expected)
    {
        Assert.Equal(expected, ModelPresets.Create(name, [140], 0).Build().WeightCount);
        Assert.Equal(expected, ModelPresets.Create(name, [1, 140], 0).Build().WeightCount);
        Assert.Equal(ModelTask.Reconstruction, ModelPresets.TaskOf(name));
    }

    [Fact]
    public void Create_ForAnyLength_GivesBackTheSamplesShape()
    {
        Shape[] samples = [[140], [1, 140], [187], [1, 1], [2], [3], [2, 3, 61], [16, 1024]];
        foreach (var name in (string[])["autoencoder", "autoencoder-conv"])
            foreach (var sample in samples)
            {
                if (sample.Rank == 3 && name == "autoencoder-conv") continue;
                var network = ModelPresets.Create(name, sample, 0).Build();
                network.Initialize(1);
                Shape batch = [2, .. sample];
                Assert.Equal(batch, network.Forward(Tensor.Ones(batch)).Shape);
            }
    }

    [Fact]
    public void Create_ForSamplesThatAreNoSequences_SaysWhatFits()
    {
        var error = Assert.Throws<ArgumentException>(() => ModelPresets.Create("autoencoder-conv", [1, 28, 28], 10));

        Assert.Contains("not sequences. Got [1, 28, 28]. Expected [length] or [channels, length]. Choose 'autoencoder'", error.Message);
    }

    [Fact]
    public void Create_ForEmptySamples_IsRefused()
    {
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => ModelPresets.Create("autoencoder", [0], 0)).Message);
        Assert.Contains("Expected [length]", Assert.Throws<ArgumentException>(() => ModelPresets.Create("autoencoder-conv", [0], 0)).Message);
    }
}
