using System.Diagnostics;
using Tutti.Communication;
using Tutti.Learning.Training;

namespace Tutti.Experiments.Training;

/// <summary>
/// A strategy that is watched: how long this worker computes shards, waits until all others have computed theirs, and sums. It can make the worker
/// a slow one, which computes each shard some times as slowly, by keeping its core busy; no bit of the result changes. The only cost of watching is a
/// barrier a step.
/// </summary>
/// <param name="group">The workers.</param>
/// <param name="inner">What does the work.</param>
/// <param name="slowFactor">How many times as long this worker computes; 1: as fast as it can.</param>
internal sealed class WatchedStrategy(ProcessGroup group, ITrainingStrategy inner, double slowFactor) : ITrainingStrategy
{
    private long mark;

    /// <summary>Time in forward and backward passes, what a slow worker adds included.</summary>
    internal TimeSpan Computing { get; private set; }

    /// <summary>Time at the end of steps until the slowest worker has come.</summary>
    internal TimeSpan Waiting { get; private set; }

    /// <summary>Time of sums that no computation hides, with what is sent for them.</summary>
    internal TimeSpan Summing { get; private set; }

    public string Name => inner.Name;

    public int Rank => inner.Rank;

    public int WorkerCount => inner.WorkerCount;

    public int ShardCount => inner.ShardCount;

    // No state is kept of what is compared, so nobody needs to ask each other for it: that would be sent, too.
    public IStrategyMemory? Memory => null;

    public ReadOnlySpan<int> OwnShards => inner.OwnShards;

    public bool FollowsGradients => inner.FollowsGradients;

    public void Attach(IParameterSource model) => inner.Attach(model);

    public void BeginShard(int position)
    {
        inner.BeginShard(position);
        mark = Stopwatch.GetTimestamp();
    }

    public void CompleteGradient(int index)
    {
        // Slowed down as it goes, so that no gradient is on its way before a slow worker would have it.
        EndStretch();
        inner.CompleteGradient(index);
        mark = Stopwatch.GetTimestamp();
    }

    public void CompleteShard(int position, float weightedLoss, double weight)
    {
        EndStretch();
        inner.CompleteShard(position, weightedLoss, weight);
    }

    public void SkipShard(int position) => inner.SkipShard(position);

    public StepOutcome CompleteStep(bool wantsToStop)
    {
        var start = Stopwatch.GetTimestamp();
        group.Barrier();
        var all = Stopwatch.GetTimestamp();
        Waiting += Stopwatch.GetElapsedTime(start, all);
        var outcome = inner.CompleteStep(wantsToStop);
        Summing += Stopwatch.GetElapsedTime(all);
        return outcome;
    }

    public double[] Gather(ReadOnlySpan<double> contribution) => inner.Gather(contribution);

    // A worker on a slower or busier core is no idle one: it does not leave its core to others while it is late.
    private void EndStretch()
    {
        var wanted = Stopwatch.GetElapsedTime(mark) * slowFactor;
        while (slowFactor > 1 && Stopwatch.GetElapsedTime(mark) < wanted) Thread.SpinWait(20);
        Computing += Stopwatch.GetElapsedTime(mark);
    }
}
