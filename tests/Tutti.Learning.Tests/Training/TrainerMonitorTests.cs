using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;

namespace Tutti.Learning.Tests.Training;

public sealed class TrainerMonitorTests
{
    [Fact]
    public void Fit_WithoutImprovement_EndsAfterPatienceEpochs()
    {
        var epochs = new Epochs();
        // A step too small to change a float: nothing ever improves after the first epoch.
        var trainer = Trainer(new Sgd(1e-30), new() { EpochCount = 50, Patience = 3 }, epochs);

        var summary = trainer.Fit(Rings.Make(100), Rings.Make(50));

        Assert.Equal((4, 1, true, false), (summary.EpochCount, summary.BestEpoch, summary.StoppedEarly, summary.WasCancelled));
        Assert.Equal([true, false, false, false], epochs.Best);
    }

    [Fact]
    public void Fit_ImprovingByLessThanAsked_EndsButKnowsTheBestEpoch()
    {
        var epochs = new Epochs();
        var trainer = Trainer(new Sgd(1e-4), new() { EpochCount = 50, Patience = 2, LeastImprovement = 10 }, epochs);

        var summary = trainer.Fit(Rings.Make(100), Rings.Make(50));

        Assert.Equal((3, 3, true), (summary.EpochCount, summary.BestEpoch, summary.StoppedEarly));
        Assert.Equal([true, true, true], epochs.Best);
    }

    [Fact]
    public void Report_ManySmallImprovements_AreOneTogether()
    {
        var monitor = new MetricMonitor(MonitoredMetric.TrainLoss, leastImprovement: 0.1);

        Assert.All(Enumerable.Range(1, 20), epoch =>
        {
            Assert.True(monitor.Report(epoch, 2 - 0.06 * epoch));
            Assert.InRange(monitor.State.EpochsWithoutImprovement, 0, 1);
        });
    }

    [Fact]
    public void Report_NotANumber_IsNeverTheBest()
    {
        var monitor = new MetricMonitor(MonitoredMetric.TrainLoss, leastImprovement: 0);

        Assert.False(monitor.Report(1, double.NaN));
        Assert.Equal((0, 1), (monitor.State.BestEpoch, monitor.State.EpochsWithoutImprovement));
        Assert.True(monitor.Report(2, 5));
        Assert.False(monitor.Report(3, double.NaN));
        Assert.Equal((2, 1), (monitor.State.BestEpoch, monitor.State.EpochsWithoutImprovement));
    }

    [Fact]
    public void Fit_WithAPlateau_LowersTheRateWhenNothingImproves()
    {
        var rates = new Rates();
        var optimizer = new Sgd(1e-30);
        var trainer = new Trainer(Network(), optimizer, Losses.Losses.CrossEntropy, options: new()
        {
            EpochCount = 5, BatchSize = 100, Plateau = new() { Patience = 1, Factor = 0.5, LeastChange = 0 },
        });
        trainer.Observers.Add(rates.Of(optimizer));

        trainer.Fit(Rings.Make(100), Rings.Make(50));

        // The first epoch is the best; after the second and third nothing is better.
        Assert.Equal([1e-30, 1e-30, 1e-30, 5e-31, 5e-31], rates.Seen);
    }

    [Fact]
    public void Fit_WithAClipNorm_MovesNoFurtherThanItAllows()
    {
        var network = Network();
        network.Initialize(1);
        float[] before = [.. network.Parameters.SelectMany(parameter => parameter.Value.ToArray<float>())];
        new Trainer(network, new Sgd(1), Losses.Losses.CrossEntropy, options: new() { EpochCount = 1, BatchSize = 100, ClipNorm = 0.01 }).Fit(Rings.Make(100));

        var moved = network.Parameters.SelectMany(parameter => parameter.Value.ToArray<float>()).Zip(before, (now, then) => (double)(now - then));

        Assert.Equal(0.01, Math.Sqrt(moved.Sum(step => step * step)), 1e-5);
    }

    [Fact]
    public void Fit_WithAccuracyMonitored_TheBestEpochHasTheGreatest()
    {
        var epochs = new Epochs();
        var trainer = Trainer(new Adam(1e-2), new() { EpochCount = 20, Monitor = MonitoredMetric.ValidationAccuracy }, epochs);

        var summary = trainer.Fit(Rings.Make(300), Rings.Make(90));

        Assert.Equal(epochs.Accuracies.IndexOf(epochs.Accuracies.Max()) + 1, summary.BestEpoch);
        Assert.False(summary.StoppedEarly);
    }

    [Fact]
    public void Fit_AccuracyWithoutValidation_SaysWhatIsMissing()
    {
        var trainer = Trainer(new Adam(1e-2), new() { EpochCount = 2, Monitor = MonitoredMetric.ValidationAccuracy }, new Epochs());

        var error = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Rings.Make(100)));

        Assert.Contains("no validation data with classes", error.Message);
    }

    [Fact]
    public void Fit_InMicroBatches_AddsGradientsUp()
    {
        var whole = Weights(new() { EpochCount = 1, BatchSize = 64 });
        var parts = Weights(new() { EpochCount = 1, BatchSize = 64, MicroBatchSize = 10 });

        Assert.Equal(whole.Length, parts.Length);
        for (var i = 0; i < whole.Length; i++) Assert.Equal(whole[i], parts[i], 1e-5);
        // The control: it is not the same computation.
        Assert.NotEqual(whole, parts);
    }

    [Fact]
    public void Fit_InMicroBatchesThatDoNotDivideTheBatch_LeavesNoSingleSample()
    {
        var network = new Sequential(new Linear(2, 16), new BatchNorm1d(16), new ReLU(), new Linear(16, 3));
        var trainer = new Trainer(
            network, new Sgd(0.1), Losses.Losses.CrossEntropy, options: new() { EpochCount = 1, BatchSize = 9, MicroBatchSize = 8 });

        Assert.Equal(10, trainer.Fit(Rings.Make(90)).StepCount);
    }

    private static float[] Weights(TrainerOptions options)
    {
        var network = Network();
        new Trainer(network, new Sgd(0.1), Losses.Losses.CrossEntropy, options: options).Fit(Rings.Make(150));
        return [.. network.Parameters.SelectMany(parameter => parameter.Value.ToArray<float>())];
    }

    private static Trainer Trainer(Optimizer optimizer, TrainerOptions options, Epochs epochs)
    {
        var trainer = new Trainer(Network(), optimizer, Losses.Losses.CrossEntropy, options: options);
        trainer.Observers.Add(epochs);
        return trainer;
    }

    private static Sequential Network() => new(new Linear(2, 16), new ReLU(), new Linear(16, 3));

    private sealed class Rates : TrainingObserver
    {
        private Optimizer? optimizer;

        internal List<double> Seen { get; } = [];

        internal Rates Of(Optimizer watched)
        {
            optimizer = watched;
            return this;
        }

        public override void StepEnded(in StepReport step) => Seen.Add(optimizer!.LearningRate);
    }

    private sealed class Epochs : TrainingObserver
    {
        internal List<bool> Best { get; } = [];

        internal List<double> Accuracies { get; } = [];

        public override void EpochEnded(EpochReport epoch)
        {
            Best.Add(epoch.IsBest);
            Accuracies.Add(epoch.Validation?.Accuracy ?? double.NaN);
        }
    }
}
