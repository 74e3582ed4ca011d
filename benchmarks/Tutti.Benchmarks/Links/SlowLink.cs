using System.Diagnostics;
using Tutti.Communication;
using Tutti.Distributed;
using Tutti.Distributed.Tests;
using Tutti.Learning.Compression;
using Tutti.Learning.Data;
using Tutti.Learning.Losses;
using Tutti.Learning.Modules.Specification;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;

namespace Tutti.Benchmarks.Links;

/// <summary>Two ranks of one compute thread each, with a link between them as <see cref="ShapedLinks"/> makes it, that train until a target is reached.</summary>
internal sealed record SlowLink(double Megabits, TimeSpan Delay, double Target)
{
    internal const string Model = "cnn-fedavg";
    internal const int BatchSize = 128;

    private const int RankCount = 2, LongestEpochs = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromHours(1);

    /// <summary>Steps and time until the accuracy on the test samples, taken every ten steps, is the target; evaluations do not count as time.</summary>
    internal (long Steps, double Seconds) Train(ClassificationSplits data, string compression, ulong seed) =>
        ShapedLinks.Run(RankCount, Delay, Megabits, world => Train(world, data, compression, seed), Limit)[0];

    private (long Steps, double Seconds) Train(World world, ClassificationSplits data, string compression, ulong seed)
    {
        var network = ModelPresets.Create(Model, data.Train.SampleShape, data.Train.ClassCount).Build();
        var options = new DataParallelOptions { Compression = GradientCompression.Parse(compression) };
        var trainer = new Trainer(network, new Adam(0.001), Losses.CrossEntropy, new DataParallel(world, options),
            new TrainerOptions { EpochCount = LongestEpochs, BatchSize = BatchSize, Seed = seed, ComputeThreads = 1 });
        var target = new TargetClock(trainer, data.Test, Target);
        trainer.Observers.Add(target);
        trainer.Fit(data.Train);
        return target.Reached
            ?? throw new InvalidOperationException($"slow-link: {compression} with seed {seed} did not reach {Target:P1} in {LongestEpochs} epochs. Ask for less.");
    }

    private sealed class TargetClock(Trainer trainer, ISampleSource test, double target) : TrainingObserver
    {
        private const int Interval = 10;
        private readonly Stopwatch watch = new();

        internal (long Steps, double Seconds)? Reached { get; private set; }

        public override void TrainingStarted(TrainingPlan plan) => watch.Start();

        public override void StepEnded(in StepReport step)
        {
            if (step.Step % Interval != 0 || Reached is not null) return;
            watch.Stop();
            if (trainer.Evaluate(test).Accuracy >= target)
            {
                Reached = (step.Step, watch.Elapsed.TotalSeconds);
                trainer.RequestStop();
            }
            watch.Start();
        }
    }
}
