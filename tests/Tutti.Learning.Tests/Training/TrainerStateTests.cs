using Tutti.Learning.Checkpoints;
using Tutti.Learning.Data.Partitions;
using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;
using Tutti.Tensors;
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fit_RestoredWithAPinnedOrWeightedPlan_EndsWithTheSameBits(bool isPinned)
    {
        var options = isPinned
            ? Options with { Partition = new Partition(140, [[.. Enumerable.Range(0, 130), 3, 3]]) }
            : Options with { SampleWeights = [.. Enumerable.Range(0, 140).Select(row => row % 3 + 0.5)] };
        var (_, digest) = Train(new Adam(1e-2), options);
        Train(new Adam(1e-2), options, trainer => trainer.Observers.Add(new Saver(trainer, folder["state"], 7)));

        var (_, resumed) = Train(new Adam(1e-2), options, trainer => trainer.Restore(folder["state"]));
        var other = isPinned
            ? Options with { Partition = new Partition(140, [[.. Enumerable.Range(0, 130), 3, 4]]) }
            : Options with { SampleWeights = [.. Enumerable.Repeat(1.0, 140)] };

        Assert.Equal(digest, resumed);
        Assert.Contains("Plan", Assert.Throws<InvalidOperationException>(
            () => Train(new Adam(1e-2), other, trainer => trainer.Restore(folder["state"]))).Message);
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
    public void Fit_RestoredAfterTheEpochThatUsedThePatienceUp_EndsAsEarly()
    {
        var options = Options with { EpochCount = 50, Patience = 1, LeastImprovement = 100 };
        var (expected, digest) = Train(new Adam(1e-2), options, trainer => trainer.Observers.Add(new EpochSaver(trainer, folder["state"])));
        Assert.True(expected.StoppedEarly);

        var (summary, resumed) = Train(new Adam(1e-2), options, trainer => trainer.Restore(folder["state"]));

        Assert.Equal(digest, resumed);
        Assert.Equal(expected with { TrainingTime = default }, summary with { TrainingTime = default });
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void SaveState_AfterAValidationLossThatIsNoNumber_IsRestored(double validationLoss)
    {
        (TrainingSummary, string) Run(Action<Trainer> prepare)
        {
            var network = Network();
            var trainer = new Trainer(
                network, new Adam(1e-2), (output, target) => output.CrossEntropy(target) * (network.IsTraining ? 1 : validationLoss),
                options: Options with { Plateau = new() });
            prepare(trainer);
            var summary = trainer.Fit(Rings.Make(140), Rings.Make(50));
            return (summary with { TrainingTime = default }, network.WeightsSha256());
        }
        var expected = Run(trainer => trainer.Observers.Add(new Saver(trainer, folder["state"], 12)));

        Assert.Equal(expected, Run(trainer => trainer.Restore(folder["state"])));
    }

    [Theory]
    [InlineData("\"stepInEpoch\":2", "\"stepInEpoch\":900")]
    [InlineData("\"stepCount\":7", "\"stepCount\":-7")]
    [InlineData("\"facts\":{", "\"lies\":{")]
    [InlineData("\"progress\":{", "\"progress\":null,\"lies\":{")]
    public void Fit_RestoredFromAStateThatMakesNoSense_SaysSo(string truth, string lie)
    {
        Train(new Adam(1e-2), Options, trainer => trainer.Observers.Add(new Saver(trainer, folder["state"], 7)));
        Rewrite(text => text.Contains(truth, StringComparison.Ordinal) ? text.Replace(truth, lie, StringComparison.Ordinal) : throw new ArgumentException(text));

        var error = Record.Exception(() => Train(new Adam(1e-2), Options, trainer => trainer.Restore(folder["state"])));

        Assert.True(error is InvalidDataException or InvalidOperationException, error?.ToString());
        Assert.Contains("training state", error!.Message);
    }

    [Fact]
    public void Restore_AStateWithForeignTensorsOrOtherTypes_SaysSo()
    {
        Train(new Adam(1e-2), Options, trainer => trainer.Observers.Add(new Saver(trainer, folder["state"], 7)));
        Rewrite(text => text, entry => entry.Name == "optimizer.mean.3.bias" ? entry with { Name = "foreign" } : entry);
        Assert.Contains("'foreign'", Restoring().Message);

        Train(new Adam(1e-2), Options, trainer => trainer.Observers.Add(new Saver(trainer, folder["state"], 7)));
        Rewrite(text => text, entry => entry.Name == "optimizer.mean.1.bias" ? new(entry.Name, ElementType.Int64, [8]) : entry);
        Assert.Contains("'optimizer.mean.1.bias' (I64 [8])", Restoring().Message);

        InvalidDataException Restoring() =>
            Assert.Throws<InvalidDataException>(() => Train(new Adam(1e-2), Options, trainer => trainer.Restore(folder["state"])));
    }

    [Fact]
    public void Restore_OnATrainerThatHasTrained_ComparesTheRateOfNow()
    {
        Train(new Adam(1e-2), Options, trainer => trainer.Observers.Add(new Saver(trainer, folder["state"], 7)));
        var optimizer = new Adam(1e-2);
        var trainer = new Trainer(Network(), optimizer, Losses.Losses.CrossEntropy, options: Options);
        trainer.Fit(Rings.Make(140));
        optimizer.LearningRate = 0.5;
        trainer.Restore(folder["state"]);

        var error = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Rings.Make(140)));

        Assert.Contains("LearningRate 0.5 where it was 0.01", error.Message);
    }

    [Fact]
    public void Fit_RestoredWithAnotherMomentumPatienceOrPlateau_NamesWhatDiffers()
    {
        Train(new Sgd(0.1, 0.9), Options with { Plateau = new() }, trainer => trainer.Observers.Add(new Saver(trainer, folder["state"], 7)));

        var error = Assert.Throws<InvalidOperationException>(() => Train(
            new Sgd(0.1, 0.5), Options with { Patience = 2, Plateau = new() { Factor = 0.5 } }, trainer => trainer.Restore(folder["state"])));

        Assert.Contains("Momentum 0.5 where it was 0.9", error.Message);
        Assert.Contains("Patience 2 where it was none", error.Message);
        Assert.Contains("Plateau", error.Message);
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

    /// <summary>Writes the state anew with another text, or other names and types of tensors.</summary>
    private void Rewrite(Func<string, string> text, Func<SafetensorsEntry, SafetensorsEntry>? entry = null)
    {
        using var file = SafetensorsFile.Open(folder["state"]);
        var metadata = file.Metadata.ToDictionary(pair => pair.Key, pair => text(pair.Value));
        SafetensorsFile.Write(folder["state"], [.. file.Entries.Select(entry ?? (same => same))], index =>
        {
            var bytes = new byte[file.Entries[index].ByteCount];
            file.Read(file.Entries[index].Name, bytes);
            return bytes;
        }, metadata);
    }

    /// <summary>Saves the state after each epoch.</summary>
    private sealed class EpochSaver(Trainer trainer, string path) : TrainingObserver
    {
        public override void EpochEnded(EpochReport epoch) => trainer.SaveState(path);
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
