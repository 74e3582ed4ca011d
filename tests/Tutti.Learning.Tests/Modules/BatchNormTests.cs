using Tutti.Learning.Modules;
using Tutti.Learning.Modules.Specification;
using Tutti.Tensors;

namespace Tutti.Learning.Tests.Modules;

public sealed class BatchNormTests
{
    [Fact]
    public void State_HasPyTorchsNamesAndInitialValues()
    {
        var layer = Make(new BatchNorm2d(3));
        Assert.Equal(["weight", "bias", "running_mean", "running_var", "num_batches_tracked"], layer.State.Select(entry => entry.Name));
        Assert.Equal([1f, 1, 1], layer.Parameters[0].Value.ToArray<float>());
        Assert.Equal([0f, 0, 0], layer.Parameters[1].Value.ToArray<float>());
        Assert.Equal([0f, 0, 0], layer.Buffers[0].Value.ToArray<float>());
        Assert.Equal([1f, 1, 1], layer.Buffers[1].Value.ToArray<float>());
        Assert.Equal(ElementType.Int64, layer.Buffers[2].Value.ElementType);
        Assert.Empty(Make(new BatchNorm1d(3, new() { Affine = false, TrackRunningStatistics = false })).State);
    }

    [Fact]
    public void Forward_WhileTraining_MovesTheStatisticsAndCountsBatches()
    {
        var layer = Make(new BatchNorm1d(1));
        layer.Forward(Tensor.From([1f, 3], [2, 1]));
        Assert.Equal(0.2f, layer.Buffers[0].Value.ToArray<float>()[0], 1e-6f);
        Assert.Equal(0.9f + 0.2f, layer.Buffers[1].Value.ToArray<float>()[0], 1e-6f);
        Assert.Equal(1, layer.Buffers[2].Value.ToScalar());

        layer.SetTraining(false);
        var answer = layer.Forward(Tensor.From([0.2f], [1, 1]));
        Assert.Equal(0, answer.ToScalar(), 1e-6);
        Assert.Equal(1, layer.Buffers[2].Value.ToScalar());
    }

    [Fact]
    public void Forward_WithoutMomentum_AveragesAllBatches()
    {
        var layer = Make(new BatchNorm1d(1, new() { Momentum = null }));
        foreach (var center in (float[])[1, 4, 10]) layer.Forward(Tensor.From([center - 1, center + 1], [2, 1]));
        Assert.Equal(5, layer.Buffers[0].Value.ToScalar(), 1e-5);
        Assert.Equal(2, layer.Buffers[1].Value.ToScalar(), 1e-5);
    }

    [Fact]
    public void Forward_WithoutRunningStatistics_AlwaysUsesTheBatchs()
    {
        var layer = Make(new BatchNorm1d(1, new() { TrackRunningStatistics = false, Affine = false, Epsilon = 0 }));
        layer.SetTraining(false);
        Assert.Equal([-1f, 1], layer.Forward(Tensor.From([3f, 5], [2, 1])).ToArray<float>());
    }

    [Fact]
    public void Forward_OfWrongShapes_SaysWhatFits()
    {
        Assert.Contains("Expected [N, 3, H, W]", Assert.Throws<ArgumentException>(() => Make(new BatchNorm2d(3)).Forward(Tensor.Ones([2, 3]))).Message);
        Assert.Contains("Expected [N, 3] or [N, 3, L]", Assert.Throws<ArgumentException>(() => Make(new BatchNorm1d(3)).Forward(Tensor.Ones([2, 3, 4, 5]))).Message);
        Assert.Contains("Expected [2]", Assert.Throws<ArgumentException>(() => Make(new BatchNorm1d(3)).Forward(Tensor.Ones([2, 2]))).Message);
        Assert.Throws<InvalidOperationException>(() => new BatchNorm1d(3).Forward(Tensor.Ones([2, 3])));
        Assert.Contains("Momentum is 2", Assert.Throws<ArgumentException>(() => new BatchNorm1d(3, new() { Momentum = 2 })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm1d(0));
    }

    [Fact]
    public void Specification_WithoutMomentum_SurvivesJson()
    {
        var model = ModelSpecification.Parse(
            """[{"type":"BatchNorm2d","num_features":3,"eps":0.001,"momentum":null,"affine":false,"track_running_stats":true}]""");
        var again = ModelSpecification.Parse(model.ToJson());
        Assert.Equal(model.ToJson(), again.ToJson());
        Assert.Contains("\"momentum\": null", again.ToJson());
        var layer = Assert.IsType<BatchNorm2d>(again.Build().Layers[0]);
        Assert.Equal(3, layer.Features);
        Assert.Empty(layer.Parameters);
        Assert.Contains("num_features", Assert.Throws<ArgumentException>(() => ModelSpecification.Parse("""[{"type":"BatchNorm1d"}]""")).Message);
    }

    private static TModule Make<TModule>(TModule module) where TModule : Module
    {
        module.Initialize(1);
        return module;
    }
}
