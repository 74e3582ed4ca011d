using System.Diagnostics;
using Tutti.Learning.Data;
using Tutti.Tensors.Operations;

namespace Tutti.Learning.Ensembles;

/// <summary>What became of a <see cref="MemberTask"/>.</summary>
/// <param name="Task">The task.</param>
/// <param name="Probabilities"><c>[PredictedRows, C]</c>, row by row.</param>
/// <param name="Model">The model; null where it was not wanted.</param>
public sealed record MemberOutcome(MemberTask Task, double[] Probabilities, IClassifier? Model)
{
    /// <summary>How long fitting took.</summary>
    public TimeSpan FitTime { get; init; }

    /// <summary>How long predicting took.</summary>
    public TimeSpan PredictTime { get; init; }

    /// <summary>Which worker did it, from 0.</summary>
    public int Worker { get; init; }

    /// <summary>Does a task on this thread.</summary>
    /// <param name="task">The task.</param>
    /// <param name="data">The samples that the task's rows are of.</param>
    /// <param name="classCount">How many classes there are.</param>
    /// <param name="computeThreads">How many threads compute one operation; null: the machine's cores.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The outcome; the model is there whether it is wanted or not.</returns>
    public static MemberOutcome Of(
        MemberTask task, ISampleSource data, int classCount, int? computeThreads = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        using var threads = ComputeThreads.Use(computeThreads ?? Environment.ProcessorCount);
        var clock = Stopwatch.GetTimestamp();
        var model = task.Recipe.Fit(new SourceSubset(data, [.. task.Rows]), classCount, task.Seed, computeThreads, cancellation);
        var fitted = Stopwatch.GetElapsedTime(clock);
        double[] probabilities = task.PredictedRows.Count == 0 ? [] : model.Probabilities(new SourceSubset(data, [.. task.PredictedRows]));
        return new MemberOutcome(task, probabilities, model)
        {
            FitTime = fitted, PredictTime = Stopwatch.GetElapsedTime(clock) - fitted,
        };
    }
}
