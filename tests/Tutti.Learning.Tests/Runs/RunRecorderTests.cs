using Tutti.Learning.Checkpoints;
using Tutti.Learning.Modules;
using Tutti.Learning.Modules.Specification;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Runs;
using Tutti.Learning.Training;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Runs;

public sealed class RunRecorderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ModelSpecification model = ModelSpecification.Parse("""[{ "type": "Linear", "in_features": 3, "out_features": 2, "bias": true }]""");
    private readonly Sequential network;
    private readonly RunFolder run;
    private readonly RunRecorder recorder;

    public RunRecorderTests()
    {
        network = model.Build();
        network.Initialize(1);
        run = RunFolder.Create(folder.Path, RunFolderTests.Start);
        recorder = new RunRecorder(run, network, model, new Sgd(0.5));
        recorder.TrainingStarted(new TrainingPlan(EpochCount: 2, StepsPerEpoch: 20, SampleCount: 640, WorkerCount: 1, ShardCount: 1));
    }

    public void Dispose()
    {
        run.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void EpochEnded_AfterSteps_WritesSomeStepsAndTheEpoch()
    {
        RunEpoch(1);

        var records = RunCatalog.ReadMetrics(Listing()).Records;
        Assert.Equal(10, records.OfType<StepMetrics>().Count());
        var epoch = Assert.Single(records.OfType<EpochMetrics>());
        Assert.Equal((0, 0.25, 0.3, 0.87, 320.0), (epoch.Epoch, epoch.TrainLoss, epoch.TestLoss, epoch.TestAccuracy, epoch.SamplesPerSecond));
        Assert.Equal(0.5, records.OfType<StepMetrics>().First().LearningRate);
        Assert.Equal([1, 3, 5], records.OfType<StepMetrics>().Take(3).Select(step => step.Step));
    }

    [Fact]
    public void EpochEnded_Always_LeavesACheckpointThatMakesTheSameNetwork()
    {
        RunEpoch(1);

        var path = run.CheckpointPath(20);
        using var file = SafetensorsFile.Open(path);
        var copy = ModelSpecification.Parse(file.Metadata[RunRecorder.ModelKey]).Build();
        copy.Load(path);
        Assert.Equal(network.WeightsSha256(), copy.WeightsSha256());
        Assert.Equal("20", file.Metadata[RunRecorder.StepKey]);
    }

    [Fact]
    public void Complete_AFinishedTraining_WritesTheSummary()
    {
        RunEpoch(1);
        RunEpoch(2);

        recorder.Complete(new TrainingSummary(2, 40, 1280, TimeSpan.FromSeconds(4), 0.25, new Evaluation(100, 0.3, 87), 2, StoppedEarly: false, WasCancelled: false));

        var record = Listing().Record!;
        Assert.Equal(RunState.Finished, record.State);
        Assert.Equal(new RunSummary(2, 1280, 4, 320, 0.25, 0.87, network.WeightsSha256()), record.Summary);
        Assert.Equal([20L, 40], RunCatalog.FindCheckpoints(run.Path).Select(checkpoint => checkpoint.Step));
    }

    [Fact]
    public void Complete_ACancelledTraining_KeepsItsLastStep()
    {
        RunEpoch(1);
        recorder.StepEnded(new StepReport(2, 21, 0.5f, 32, TimeSpan.FromSeconds(3)));

        recorder.Complete(new TrainingSummary(1, 21, 672, TimeSpan.FromSeconds(2), 0.25, null, 1, StoppedEarly: false, WasCancelled: true));

        Assert.Equal(RunState.Cancelled, Listing().Record!.State);
        Assert.Equal([20L, 21], RunCatalog.FindCheckpoints(run.Path).Select(checkpoint => checkpoint.Step));
    }

    private void RunEpoch(int epoch)
    {
        for (var step = 20 * (epoch - 1) + 1; step <= 20 * epoch; step++)
            recorder.StepEnded(new StepReport(epoch, step, 0.5f, 32, TimeSpan.FromSeconds(step)));
        recorder.EpochEnded(new EpochReport(epoch, 20 * epoch, 0.25, new Evaluation(100, 0.3, 87), 640, TimeSpan.FromSeconds(2), IsBest: epoch == 1));
    }

    private RunListing Listing() => Assert.Single(new RunCatalog(folder.Path).List());
}
