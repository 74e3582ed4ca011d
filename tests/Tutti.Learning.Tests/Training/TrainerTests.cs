using Tutti.Learning.Data;
using Tutti.Learning.Data.Partitions;
using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;
using Tutti.Tensors;
using Tutti.Tensors.Random;

namespace Tutti.Learning.Tests.Training;

public sealed class TrainerTests
{
    [Fact]
    public void Fit_OnSeparableClasses_LearnsThem()
    {
        var data = Rings.Make(600);
        var trainer = new Trainer(Network(), new Adam(1e-2), Losses.Losses.CrossEntropy, options: new() { EpochCount = 30, BatchSize = 32 });
        var summary = trainer.Fit(data, data);
        Assert.Equal(30, summary.EpochCount);
        Assert.Equal(30 * 600, summary.SampleCount);
        Assert.Equal(30 * 19, summary.StepCount);
        Assert.True(summary.Validation!.Accuracy > 0.97, $"accuracy {summary.Validation.Accuracy}");
        Assert.False(summary.WasCancelled);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Fit_WithTheSameSeed_GivesTheSameBitsWhateverIsReadAhead(int prefetchDepth)
    {
        var first = Train(new() { EpochCount = 2, Seed = 5, PrefetchDepth = 0 });
        Assert.Equal(first, Train(new() { EpochCount = 2, Seed = 5, PrefetchDepth = prefetchDepth }));
        Assert.NotEqual(first, Train(new() { EpochCount = 2, Seed = 6, PrefetchDepth = prefetchDepth }));
    }

    [Fact]
    public void Fit_WhenCancelled_StopsAfterACompleteStep()
    {
        using var cancellation = new CancellationTokenSource();
        var trainer = new Trainer(Network(), new Sgd(0.1), Losses.Losses.CrossEntropy, options: new() { EpochCount = 5, BatchSize = 10 });
        var recorder = new Recorder(step =>
        {
            if (step.Step == 7) cancellation.Cancel();
        });
        trainer.Observers.Add(recorder);
        var summary = trainer.Fit(Rings.Make(100), cancellation: cancellation.Token);
        Assert.True(summary.WasCancelled);
        Assert.Equal(8, summary.StepCount);
        Assert.Equal(8, recorder.Steps.Count);
    }

    [Fact]
    public void Fit_WithALearningRateFarTooHigh_SaysWhereTheNumbersBroke()
    {
        var trainer = new Trainer(Network(), new Sgd(1e30), Losses.Losses.CrossEntropy, options: new() { EpochCount = 3 });
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Fit(Rings.Make(300)));
        Assert.InRange(error.Step, 2, 20);
        Assert.NotNull(error.ParameterName);
        Assert.Contains(error.ParameterName, error.Message);
        Assert.Contains("Lower the learning rate", error.Message);
    }

    [Fact]
    public void Fit_WithWeightsThatOnlyTheLastStepOfAnEpochBreaks_TellsNobodyOfTheEpoch()
    {
        var recorder = new EpochRecorder();
        var options = new TrainerOptions { EpochCount = 1, BatchSize = 300 };
        var trainer = new Trainer(Network(), new Sgd(double.MaxValue), Losses.Losses.CrossEntropy, options: options);
        trainer.Observers.Add(recorder);

        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Fit(Rings.Make(300)));

        Assert.Equal(1, error.Step);
        Assert.NotNull(error.ParameterName);
        Assert.Contains("after step 1", error.Message);
        Assert.Equal((1, 0), (recorder.Steps, recorder.Epochs));
    }

    [Fact]
    public void Fit_OnSamplesThatDoNotFit_NamesLayerAndShapes()
    {
        var trainer = new Trainer(
            new Sequential(new Linear(2, 4), new ReLU(), new Linear(5, 2)), new Sgd(0.1), Losses.Losses.CrossEntropy);
        var error = Assert.Throws<ArgumentException>(() => trainer.Fit(Rings.Make(10)));
        Assert.Contains("Layer 2 (Linear)", error.Message);
        Assert.Contains("[10, 4]", error.Message);
        Assert.Contains("[2, 5]", error.Message);
    }

    [Fact]
    public void Constructor_WithOptionsOutOfRange_ListsAllProblems()
    {
        var error = Assert.Throws<ArgumentException>(() => new Trainer(
            Network(), new Sgd(0.1), Losses.Losses.CrossEntropy, options: new() { EpochCount = 0, BatchSize = 0, PrefetchDepth = -1 }));
        Assert.Contains("EpochCount is 0", error.Message);
        Assert.Contains("BatchSize is 0", error.Message);
        Assert.Contains("PrefetchDepth is -1", error.Message);
    }

    [Fact]
    public void Fit_WithASchedule_UsesItsRateInEachStepAndRestoresTheBase()
    {
        var optimizer = new Sgd(0.1);
        var rates = new List<double>();
        var trainer = new Trainer(Network(), optimizer, Losses.Losses.CrossEntropy,
            options: new() { EpochCount = 2, BatchSize = 10, Schedule = (rate, step, count) => rate * (1 - (double)step / count) });
        trainer.Observers.Add(new Recorder(_ => rates.Add(optimizer.LearningRate)));
        trainer.Fit(Rings.Make(40));
        Assert.Equal([0.1, 0.0875, 0.075, 0.0625, 0.05, 0.0375, 0.025, 0.0125], rates.Select(rate => Math.Round(rate, 10)));
        Assert.Equal(0.1, optimizer.LearningRate);
    }

    [Fact]
    public void Evaluate_WithOtherBatchSizes_CountsEachSampleOnce()
    {
        var data = Rings.Make(101);
        var network = Network();
        network.Initialize(3);
        var results = new[] { 1, 10, 101, 1000 }.Select(size => new Trainer(
            network, new Sgd(0.1), Losses.Losses.CrossEntropy, options: new() { EvaluationBatchSize = size }).Evaluate(data)).ToArray();
        Assert.All(results, result =>
        {
            Assert.Equal(101, result.SampleCount);
            Assert.Equal(results[0].CorrectCount, result.CorrectCount);
            Assert.Equal(results[0].Loss, result.Loss, 1e-5);
        });
    }

    [Fact]
    public void Predict_AgreesWithEvaluate()
    {
        var data = Rings.Make(77);
        var trainer = new Trainer(Network(), new Adam(1e-2), Losses.Losses.CrossEntropy, options: new() { EpochCount = 5 });
        trainer.Fit(data);
        var predictions = trainer.Predict(data);
        var labels = new long[77];
        data.CopyLabels(Enumerable.Range(0, 77).ToArray(), labels);
        Assert.Equal(trainer.Evaluate(data).CorrectCount, predictions.Zip(labels).Count(pair => pair.First.Label == pair.Second));
        Assert.All(predictions, prediction => Assert.InRange(prediction.Probability, 1 / 3f, 1f));
    }

    [Fact]
    public void Fit_StepAfterStep_AllocatesLittleManagedMemory()
    {
        var recorder = new AllocationRecorder();
        var trainer = new Trainer(Network(), new Adam(1e-3), Losses.Losses.CrossEntropy,
            options: new() { EpochCount = 12, BatchSize = 32, PrefetchDepth = 0 });
        trainer.Observers.Add(recorder);
        trainer.Fit(Rings.Make(320));
        Assert.InRange(recorder.BytesPerStep(), 0, 16 * 1024);
    }

    [Fact]
    public void Evaluate_WithAllSamplesAtOnce_CountsEachSampleOnce()
    {
        var network = Network();
        network.Initialize(3);
        var expected = new Evaluator(network, batchSize: 101).Evaluate(Rings.Make(101), Losses.Losses.CrossEntropy);
        Assert.Equal(expected, new Evaluator(network, batchSize: int.MaxValue).Evaluate(Rings.Make(101), Losses.Losses.CrossEntropy));
    }

    [Fact]
    public void Constructor_PartitionThatDoesNotFit_IsRefusedWithAllProblems()
    {
        var options = new TrainerOptions { Partition = new Partition(4, [[0], [1]]), SampleWeights = [1, 1, 1, 1] };
        var error = Assert.Throws<ArgumentException>(() => new Trainer(Network(), new Sgd(0.1), Losses.Losses.CrossEntropy, options: options));
        Assert.Contains("Partition has 2 parts, expected one for each of the 1 shards", error.Message);
        Assert.Contains("both Partition and SampleWeights", error.Message);
    }

    [Fact]
    public void Fit_PartitionOrWeightsOfAnotherDataSet_IsRefused()
    {
        foreach (var options in new TrainerOptions[] { new() { Partition = new Partition(4, [[0]]) }, new() { SampleWeights = [1, 1] } })
        {
            var trainer = new Trainer(Network(), new Sgd(0.1), Losses.Losses.CrossEntropy, options: options);
            Assert.Contains("another data set", Assert.Throws<ArgumentException>(() => trainer.Fit(Rings.Make(30))).Message);
        }
    }

    [Fact]
    public void Constructor_WithAPartThatHasValues_KeepsThem()
    {
        var trained = new Linear(2, 32);
        trained.Initialize(99);
        var values = trained.WeightsSha256();
        var head = new Linear(32, 3);
        _ = new Trainer(new Sequential(trained, new ReLU(), head), new Sgd(0.1), Losses.Losses.CrossEntropy, options: new() { Seed = 5 });
        Assert.Equal(values, trained.WeightsSha256());
        var fresh = new Sequential(new Linear(2, 32), new ReLU(), new Linear(32, 3));
        fresh.Initialize(5);
        Assert.Equal(((Linear)fresh.Layers[2]).WeightsSha256(), head.WeightsSha256());
    }

    private static Module Network() => new Sequential(new Linear(2, 32), new ReLU(), new Linear(32, 16), new ReLU(), new Linear(16, 3));

    private static float[] Train(TrainerOptions options)
    {
        var network = Network();
        new Trainer(network, new Adam(1e-2), Losses.Losses.CrossEntropy, options: options).Fit(Rings.Make(200));
        return [.. network.Parameters.SelectMany(parameter => parameter.Value.ToArray<float>())];
    }

    private sealed class Recorder(Action<StepReport> use) : TrainingObserver
    {
        internal List<StepReport> Steps { get; } = [];

        public override void StepEnded(in StepReport step)
        {
            Steps.Add(step);
            use(step);
        }
    }

    private sealed class EpochRecorder : TrainingObserver
    {
        internal int Steps { get; private set; }

        internal int Epochs { get; private set; }

        public override void StepEnded(in StepReport step) => Steps++;

        public override void EpochEnded(EpochReport epoch) => Epochs++;
    }

    private sealed class AllocationRecorder : TrainingObserver
    {
        private long first, last, steps;

        public override void StepEnded(in StepReport step)
        {
            last = GC.GetAllocatedBytesForCurrentThread();
            if (step.Epoch == 2 && first == 0) first = last;
            if (step.Epoch >= 2) steps++;
        }

        internal long BytesPerStep() => (last - first) / steps;
    }
}
