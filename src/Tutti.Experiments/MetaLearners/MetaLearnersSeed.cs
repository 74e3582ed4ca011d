using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Tutti.Communication.Launching;
using Tutti.Distributed.Ensembles;
using Tutti.Experiments.Training;
using Tutti.Learning.Data;
using Tutti.Learning.Ensembles;

namespace Tutti.Experiments.MetaLearners;

/// <summary>Does everything with one seed.</summary>
/// <param name="settings">What is measured.</param>
/// <param name="setups">Who trains at once, at least one.</param>
/// <param name="data">The samples.</param>
/// <param name="context">Who is told, and where files of workers go.</param>
internal sealed class MetaLearnersSeed(
    MetaLearnersSettings settings, IReadOnlyList<WorkerSetup> setups, ClassificationSplits data, ExperimentContext context)
{
    internal const string OneAfterTheOther = "one after the other";

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);
    private readonly long[] labels = data.Train.CopyLabels(), testLabels = data.Test.CopyLabels();

    private int ClassCount => data.Train.ClassCount;

    /// <summary>How many parts there are for one seed.</summary>
    internal static int PartCount(int setupCount) => setupCount + 5;

    internal async Task<MetaLearnersMeasurement> RunAsync(int seed, CancellationToken cancellation)
    {
        var (times, trained) = await TrainAllAsync(seed, cancellation).ConfigureAwait(false);
        var test = trained.Model.Predict(data.Test);
        var ways = Combine(trained, test, times, out var combiners);
        Done(seed, $"stacking {ways[^1].Percent:0.0} %");
        var (blend, blendSeconds) = await TimeAsync(token => Blending.FitAsync(data.Train, ClassCount, new BlendingOptions
        {
            Members = settings.Members, HoldOutShare = settings.HoldOutShare, Seed = (ulong)seed,
        }, Workers(setups[0]), token), cancellation).ConfigureAwait(false);
        ways.Add(WayResult.Of("blending", blend.Model.Probabilities(data.Test), testLabels, blendSeconds));
        Done(seed, $"blending {ways[^1].Percent:0.0} %");
        var (bag, bagSeconds) = await TimeAsync(token => Bagging.FitAsync(data.Train, ClassCount, new BaggingOptions
        {
            Recipe = settings.Student, ModelCount = settings.BagCount, Seed = (ulong)seed,
        }, Workers(setups[0]), token), cancellation).ConfigureAwait(false);
        ways.Add(WayResult.Of($"bag of {settings.BagCount} mlp", bag.Model.Probabilities(data.Test), testLabels, bagSeconds));
        Done(seed, $"bagging {ways[^1].Percent:0.0} %");
        var teacher = combiners.Stack.Combine(trained.Predictions);
        ways.Add(Distil("mlp taught by the stack", teacher, settings.TeacherShare, seed, cancellation));
        ways.Add(Distil("the same mlp, not taught", teacher, 0, seed, cancellation));
        Done(seed, $"student {ways[^2].Percent:0.0} %");
        var leak = LeakDemonstration.Run(trained.Model.Predict(data.Train), trained.Predictions, test, labels, testLabels, (ulong)seed);
        var shares = MemberShares.Of(trained.Predictions, labels, test, testLabels, combiners.Stack, combiners.Super, combiners.Greedy, (ulong)seed);
        Done(seed, "contributions");
        return new MetaLearnersMeasurement(seed, times, FitSeconds(trained), ways, BestOf(trained), shares, leak, bag.OutOfBag, trained.LeftOutCount);
    }

    private async Task<(List<TrainingTime> Times, TrainedEnsemble First)> TrainAllAsync(int seed, CancellationToken cancellation)
    {
        var times = new List<TrainingTime>();
        var first = await TrainAsync(OneAfterTheOther, new SequentialTrainer(computeThreads: 1), 1).ConfigureAwait(false);
        foreach (var setup in setups) await TrainAsync(setup.Name, Workers(setup), setup.WorkerCount).ConfigureAwait(false);
        return (times, first);

        async Task<TrainedEnsemble> TrainAsync(string name, IMemberTrainer trainer, int workerCount)
        {
            cancellation.ThrowIfCancellationRequested();
            var (trained, seconds) = await TimeAsync(token => Stacking.FitAsync(data.Train, ClassCount, new StackingOptions
            {
                Members = settings.Members, FoldCount = settings.FoldCount, Seed = (ulong)seed, MetaLearner = new SuperLearner(),
            }, trainer, token), cancellation).ConfigureAwait(false);
            var busy = trained.Outcomes.Sum(outcome => (outcome.FitTime + outcome.PredictTime).TotalSeconds);
            times.Add(new TrainingTime(name, seconds, busy / seconds / workerCount, DigestOf(trained)));
            Done(seed, $"{name} {seconds:0.0} s");
            return trained;
        }
    }

    private sealed record Combiners(Combiner Stack, Voting Super, Voting Greedy);

    private List<WayResult> Combine(TrainedEnsemble trained, EnsemblePredictions test, List<TrainingTime> times, out Combiners combiners)
    {
        combiners = new Combiners(
            new LogisticMetaLearner().Fit(trained.Predictions, labels), (Voting)trained.Model.Combiner, (Voting)new GreedySelection().Fit(trained.Predictions, labels));
        // Votes need only the models on all rows; what learns from out-of-fold predictions needs all fits.
        var (whole, all) = (SecondsOf(trained, outcome => outcome.Model is not null) / settings.WorkerCount, times[1].Seconds);
        var ways = test.Members.Select((member, index) =>
            WayResult.Of(member.Member, [.. member.Probabilities], testLabels, SecondsOf(trained, outcome => outcome.Model is not null && outcome.Task.Member == member.Member))).ToList();
        ways.Add(WayResult.Of("hard vote", new Voting { Rule = VotingRule.Hard }, test, testLabels, whole));
        ways.Add(WayResult.Of("soft vote", new Voting(), test, testLabels, whole));
        ways.Add(WayResult.Of("greedy selection", combiners.Greedy, test, testLabels, all));
        ways.Add(WayResult.Of("super learner", combiners.Super, test, testLabels, all));
        ways.Add(WayResult.Of("stacking", combiners.Stack, test, testLabels, all));
        return ways;
    }

    private WayResult Distil(string name, double[] teacher, double share, int seed, CancellationToken cancellation)
    {
        var clock = Stopwatch.GetTimestamp();
        var student = Distillation.Train(data.Train, teacher, ClassCount, new DistillationOptions
        {
            Student = settings.Student, Temperature = settings.Temperature, TeacherShare = share, Seed = (ulong)seed, ComputeThreads = 1,
        }, cancellation);
        return WayResult.Of(name, student.Probabilities(data.Test), testLabels, Stopwatch.GetElapsedTime(clock).TotalSeconds);
    }

    private int BestOf(TrainedEnsemble trained)
    {
        var losses = trained.Predictions.Members.Select(member => WayResult.Of("", [.. member.Probabilities], labels, double.NaN).LogLoss).ToArray();
        return Array.IndexOf(losses, losses.Min());
    }

    private double[] FitSeconds(TrainedEnsemble trained) => [.. settings.Members.Select(member => trained.Outcomes
        .Where(outcome => outcome.Task.Member == member.Name).Select(outcome => outcome.FitTime.TotalSeconds).Order().ElementAt(settings.FoldCount / 2))];

    private static double SecondsOf(TrainedEnsemble trained, Func<MemberOutcome, bool> which) =>
        trained.Outcomes.Where(which).Sum(outcome => outcome.FitTime.TotalSeconds);

    private WorkerTrainer Workers(WorkerSetup setup) => new(new DistributorOptions
    {
        Workers = setup.WorkerCount, Isolation = setup.Isolation, Timeout = LongestWait, Name = "members",
    }, context.Folder, computeThreads: 1);

    private static async Task<(T Result, double Seconds)> TimeAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        var clock = Stopwatch.GetTimestamp();
        var result = await work(cancellation).ConfigureAwait(false);
        return (result, Stopwatch.GetElapsedTime(clock).TotalSeconds);
    }

    private static string DigestOf(TrainedEnsemble trained)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var member in trained.Predictions.Members) hash.AppendData(MemoryMarshal.AsBytes(member.Probabilities));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void Done(int seed, string what) => context.Complete($"seed {seed}: {what}");
}
