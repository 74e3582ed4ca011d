using Tutti.Learning.Data;
using Tutti.Learning.Detection;
using Tutti.Learning.Modules.Specification;

namespace Tutti.Learning.Tests.Detection;

public sealed class AutoencoderDetectorTests : AnomalyDetectorConformance
{
    // A small network, so that there is little to wait for.
    private static readonly ModelSpecification Small = ModelSpecification.Parse(
        """
        [{"type":"Linear","in_features":24,"out_features":4,"bias":true},{"type":"Tanh"},
         {"type":"Linear","in_features":4,"out_features":24,"bias":true}]
        """, ModelTask.Reconstruction);

    [Theory]
    [InlineData("autoencoder")]
    [InlineData("autoencoder-conv")]
    [InlineData("autoencoder-lstm")]
    public void Train_EachPreset_LearnsToGiveBackUsualSamples(string preset)
    {
        var usual = Waves.Make(120, 1);
        var before = AutoencoderDetector.Train(usual,
            new AutoencoderDetectorOptions { Preset = preset, EpochCount = 1, LearningRate = 1e-9 });

        var after = AutoencoderDetector.Train(
            usual, new AutoencoderDetectorOptions { Preset = preset, EpochCount = 30, BatchSize = 8, LearningRate = 5e-3 });

        Assert.InRange(after.Score(usual).Average(), 0, before.Score(usual).Average() / 2);
        Assert.Equal(before.WeightCount, after.WeightCount);
    }

    [Fact]
    public void Train_AnyNumberOfThreads_GivesTheSameVersion() => Assert.Equal(
        Train(new() { ComputeThreads = 1 }).Version, Train(new() { ComputeThreads = 2 }).Version);

    [Fact]
    public void Train_WrongOptions_SaysAll()
    {
        var message = Assert.Throws<ArgumentException>(() => AutoencoderDetector.Train(Waves.Make(9, 1), new AutoencoderDetectorOptions
        {
            Preset = "autoencoder-con", EpochCount = 0, BatchSize = 0, LearningRate = double.NaN, CalibrationShare = -1, ComputeThreads = 0,
        })).Message;

        string[] parts =
        [
            "autoencoder-conv", "EpochCount is 0", "BatchSize is 0", "LearningRate is NaN", "CalibrationShare is -1",
            "ComputeThreads is 0",
        ];
        Assert.All(parts, part => Assert.Contains(part, message));
        Assert.Contains("does not give back its input", Assert.Throws<ArgumentException>(
            () => AutoencoderDetector.Train(Waves.Make(9, 1), new AutoencoderDetectorOptions { Preset = "mlp" })).Message);
    }

    [Fact]
    public void Train_Cancelled_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => AutoencoderDetector.Train(Waves.Make(9, 1), cancellation: cancelled.Token));
    }

    protected override IAnomalyDetector Learn(ISampleSource usual, ISampleSource? calibration, double calibrationShare) =>
        AutoencoderDetector.Train(
            usual, new AutoencoderDetectorOptions
            {
                Model = Small, EpochCount = 60, BatchSize = 8, LearningRate = 1e-2, CalibrationShare = calibrationShare,
            }, calibration);

    private static AutoencoderDetector Train(AutoencoderDetectorOptions options) =>
        AutoencoderDetector.Train(Waves.Make(50, 1), options with { Model = Small, EpochCount = 3 });
}
