using Tutti.Cli.Output;
using Tutti.Learning.Training;

namespace Tutti.Cli.Tests.Output;

public sealed class TrainingPaceTests
{
    private readonly TrainingPace pace = new(new TrainingPlan(EpochCount: 4, StepsPerEpoch: 10, SampleCount: 640, WorkerCount: 2, ShardCount: 4));

    [Fact]
    public void Describe_AStep_TellsSpeedAndTimeLeft()
    {
        var text = pace.Describe(new StepReport(Epoch: 1, Step: 10, Loss: 0.5f, SampleCount: 64, Elapsed: TimeSpan.FromSeconds(2)));

        Assert.Equal("step 10/40  loss 0.5000  320 samples/s  6.0 s left", text);
    }

    [Fact]
    public void Describe_AnEpoch_TellsItsNumberAndAccuracy()
    {
        var epoch = new EpochReport(2, 20, 0.25, new Evaluation(100, 0.3, 87), 640, TimeSpan.FromSeconds(2), IsBest: true);

        Assert.Equal("epoch 2/4  loss 0.2500  accuracy 87.00 %  320 samples/s  4.0 s left", pace.Describe(epoch, TimeSpan.FromSeconds(4)));
    }

    [Fact]
    public void Describe_AReconstruction_TellsTheTestLoss()
    {
        var epoch = new EpochReport(2, 20, 0.25, new Evaluation(100, 0.3, null), 640, TimeSpan.FromSeconds(2), IsBest: true);

        Assert.Contains("loss 0.2500  test loss 0.3000", pace.Describe(epoch, TimeSpan.FromSeconds(4)), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_AResumedTraining_CountsOnlyWhatItDidItself()
    {
        var resumed = new TrainingPace(new TrainingPlan(4, 10, 640, 1, 1, FirstStep: 20));

        Assert.EndsWith("goes on after step 20", resumed.Begin(), StringComparison.Ordinal);
        Assert.Equal("step 25/40  loss 0.5000  320 samples/s  3.0 s left",
            resumed.Describe(new StepReport(Epoch: 3, Step: 25, Loss: 0.5f, SampleCount: 64, Elapsed: TimeSpan.FromSeconds(1))));
    }
}
