using Tutti.Learning.Checkpoints;
using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;
using Tutti.TestKit;

namespace Tutti.Learning.Tests.Training;

public sealed class TrainerStateTests : IDisposable
{
    private const int Steps = 20; // 4 epochs of 5
    private static readonly TrainerOptions Options = new() { EpochCount = 4, BatchSize = 30, Seed = 3, Schedule = Learning.Schedules.Schedules.Cosine };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<int> EachStep => [.. Enumerable.Range(1, Steps - 1)];

    [Theory, MemberData(nameof(EachStep))]
    public void Fit_RestoredFromAnyStep_EndsWithTheSameBitsAndNumbers(int step)
    {
        var (expected, digest) = Train(new Adam(1e-2), Options);
        Train(new Adam(1e-2), Options, trainer => trainer.Observers.Add(new Saver(trainer, folder["state"], step)));

        var (summary, resumed) = Train(new Adam(1e-2), Options, trainer => trainer.Restore(folder["state"]));

        Assert.Equal(digest, resumed);
        Assert.Equal(expected with { TrainingTime = default }, summary with { TrainingTime = default });
    }

    [Fact]
    public void Fit_RestoredAgainAndAgain_EndsWithTheSameBits()
    {
        var (_, digest) = Train(new Sgd(new SgdOptions { LearningRate = 0.1, Momentum = 0.9 }), Options);
        string? last = null;
        for (var step = 3; step < Steps + 3; step += 3)
        {
            var stop = step;
            (_, last) = Train(new Sgd(new SgdOptions { LearningRate = 0.1, Momentum = 0.9 }), Options, trainer =>
            {
                if (File.Exists(folder["state"])) trainer.Restore(folder["state"]);
                trainer.Observers.Add(new Saver(trainer, folder["state"], stop, stopsThere: true));
            });
        }
        Assert.Equal(digest, last);
    }

    [Fact]
    public void Fit_RestoredWithAPlateauAMomentumScheduleAndClipping_EndsWithTheSameBits()
    {
        var options = Options with
        {
            EpochCount = 6, ClipNorm = 0.5, Plateau = new() { Patience = 0, Threshold = 0.5 }, Patience = 5,
            MomentumSchedule = Learning.Schedules.Schedules.OneCycleMomentum(new() { MaximumRate = 1 }),
        };
        static Optimizer Optimizer() => new Sgd(new SgdOptions { LearningRate = 0.1, Momentum = 0.9 });
        var (expected, digest) = Train(Optimizer(), options);
        foreach (var step in new[] { 8, 15, 22 })
        {
            Train(Optimizer(), options, trainer => trainer.Observers.Add(new Saver(trainer, folder["state"], step)));
            var (summary, resumed) = Train(Optimizer(), options, trainer => trainer.Restore(folder["state"]));
            Assert.Equal((digest, expected.BestEpoch, expected.TrainLoss), (resumed, summary.BestEpoch, summary.TrainLoss));
        }
    }

    [Fact]
    public void Fit_RestoredAfterACancelledLastStepOfAnEpoch_StillEndsTheEpoch()
    {
        var (expected, digest) = Train(new Adam(1e-2), Options);
        var (cancelled, _) = Train(new Adam(1e-2), Options with { }, trainer => trainer.Observers.Add(new Saver(trainer, folder["state"], 4, stopsThere: true, saves: 5)));
        Assert.Equal((0, 5L, true), (cancelled.EpochCount, cancelled.StepCount, cancelled.WasCancelled));

        var epochs = new EpochCounter();
        var (summary, resumed) = Train(new Adam(1e-2), Options, trainer =>
        {
            trainer.Restore(folder["state"]);
            trainer.Observers.Add(epochs);
        });

        Assert.Equal([1, 2, 3, 4], epochs.Epochs);
        Assert.Equal((digest, expected.TrainLoss), (resumed, summary.TrainLoss));
    }

    [Fact]
    public void Fit_RestoredWithOtherNumbers_NamesWhatDiffers()
    {
        Train(new Adam(1e-2), Options, trainer => trainer.Observers.Add(new Saver(trainer, folder["state"], 7)));

        var error = Assert.Throws<InvalidOperationException>(() =>
            Train(new Adam(1e-3), Options with { BatchSize = 25 }, trainer => trainer.Restore(folder["state"])));

        Assert.Contains("BatchSize 25 where it was 30", error.Message);
        Assert.Contains("LearningRate 0.001 where it was 0.01", error.Message);
    }

    [Fact]
    public void Restore_WeightsAlone_SaysThatItIsNoState()
    {
        var network = Network();
        network.Initialize(1);
        network.Save(folder["weights"]);

        var error = Assert.Throws<InvalidDataException>(() => Train(new Adam(1e-2), Options, trainer => trainer.Restore(folder["weights"])));

        Assert.Contains("is no training state", error.Message);
    }

    [Fact]
    public void Restore_AnotherNetwork_NamesTheTensorAndChangesNothing()
    {
        Train(new Adam(1e-2), Options, trainer => trainer.Observers.Add(new Saver(trainer, folder["state"], 7)));
        var other = new Sequential(new RunningMean(2), new Linear(2, 9), new ReLU(), new Linear(9, 3));
        var trainer = new Trainer(other, new Adam(1e-2), Losses.Losses.CrossEntropy, options: Options);
        var before = other.WeightsSha256();

        var error = Assert.Throws<InvalidDataException>(() => trainer.Restore(folder["state"]));

        Assert.Contains("1.weight", error.Message);
        Assert.Equal(before, other.WeightsSha256());
    }

    [Fact]
    public void SaveState_BeforeFit_SaysThatThereIsNothing()
    {
        var trainer = new Trainer(Network(), new Adam(1e-2), Losses.Losses.CrossEntropy, options: Options);

        Assert.Throws<InvalidOperationException>(() => trainer.SaveState(folder["state"]));
    }

    [Fact]
    public void SaveState_AfterAStep_HoldsModelBuffersAndOptimizer()
    {
        Train(new Adam(1e-2), Options, trainer => trainer.Observers.Add(new Saver(trainer, folder["state"], 7)));

        using var file = SafetensorsFile.Open(folder["state"]);
        var names = file.Entries.Select(entry => entry.Name).ToArray();

        Assert.Contains("model.0.mean", names);
        Assert.Contains("model.1.weight", names);
        Assert.Contains("optimizer.mean.1.weight", names);
    }

    private static Sequential Network() => new(new RunningMean(2), new Linear(2, 16), new ReLU(), new Linear(16, 3));

    private static (TrainingSummary Summary, string Digest) Train(Optimizer optimizer, TrainerOptions options, Action<Trainer>? prepare = null)
    {
        var network = Network();
        var trainer = new Trainer(network, optimizer, Losses.Losses.CrossEntropy, options: options);
        prepare?.Invoke(trainer);
        var summary = trainer.Fit(Rings.Make(140), Rings.Make(50));
        return (summary, network.WeightsSha256());
    }

    /// <summary>Saves the state after a step, and asks to stop there if it should; stopping takes one more step, whose state is saved too.</summary>
    private sealed class Saver(Trainer trainer, string path, long step, bool stopsThere = false, long? saves = null) : TrainingObserver
    {
        public override void StepEnded(in StepReport report)
        {
            if (stopsThere && report.Step == step) trainer.RequestStop();
            if (report.Step == (saves ?? (stopsThere ? step + 1 : step))) trainer.SaveState(path);
        }
    }

    private sealed class EpochCounter : TrainingObserver
    {
        internal List<int> Epochs { get; } = [];

        public override void EpochEnded(EpochReport epoch) => Epochs.Add(epoch.Epoch);
    }
}
