using System.Diagnostics;
using System.Globalization;
using Tutti.Cli.Training;
using Tutti.Distributed.CostModel;
using Tutti.Learning.Training;

namespace Tutti.Cli.Output;

/// <summary>Says how gradients are summed, and why, once that is decided; in the end how long steps took beside the prediction.</summary>
/// <param name="decided">The decision, once there is one.</param>
/// <param name="say">Where lines go; null: nowhere.</param>
internal sealed class DecisionDisplay(Func<BucketDecision?> decided, Action<string>? say) : TrainingObserver
{
    private readonly List<double> seconds = [];
    private long lastStep;

    public override void StepEnded(in StepReport step)
    {
        if (decided() is not { } decision) return;
        var now = Stopwatch.GetTimestamp();
        if (lastStep != 0) seconds.Add(Stopwatch.GetElapsedTime(lastStep, now).TotalSeconds);
        else foreach (var line in decision.Reasons) say?.Invoke(line);
        lastStep = Stopwatch.GetTimestamp();
    }

    /// <summary>What was decided; null if the training ended before.</summary>
    internal ChosenBuckets? Complete()
    {
        if (decided() is not { } decision) return null;
        double? measured = seconds.Count == 0 ? null : seconds.Order().ElementAt(seconds.Count / 2);
        if (decision.Prediction is { } prediction && measured is { } median)
            say?.Invoke(string.Create(CultureInfo.InvariantCulture,
                $"steps since then: {median * 1e3:F2} ms (median of {seconds.Count:N0}), predicted {prediction.StepSeconds * 1e3:F2} ms"));
        return new ChosenBuckets(
            decision.BucketBytes == int.MaxValue ? null : decision.BucketBytes, decision.DirectBytes, decision.Prediction?.StepSeconds, measured);
    }
}
