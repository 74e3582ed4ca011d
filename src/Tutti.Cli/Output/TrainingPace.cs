using Tutti.Learning.Training;

namespace Tutti.Cli.Output;

/// <summary>Where a training stands, in words: speed and time left, from the steps so far.</summary>
internal sealed class TrainingPace(TrainingPlan plan)
{
    internal long TotalSteps { get; } = (long)plan.EpochCount * plan.StepsPerEpoch;

    internal string Begin() =>
        $"{Words.Count(plan.EpochCount, "epoch")} of {Words.Count(plan.StepsPerEpoch, "step")}, " +
        $"{Words.Count(plan.SampleCount, "sample")}, {Words.Count(plan.WorkerCount, "worker")}, {Words.Count(plan.ShardCount, "shard")}" +
        (plan.FirstStep > 0 ? $"; goes on after step {Words.Count(plan.FirstStep)}" : "");

    internal string EpochOf(int epoch) => $"epoch {epoch}/{plan.EpochCount}";

    internal string Describe(in StepReport step)
    {
        var seen = (double)(step.Step - plan.FirstStep) / plan.StepsPerEpoch * plan.SampleCount;
        return $"step {Words.Count(step.Step)}/{Words.Count(TotalSteps)}  loss {Words.Loss(step.Loss)}  " +
            $"{Words.Rate(seen / step.Elapsed.TotalSeconds)} samples/s  {Words.Duration(TimeLeft(step.Step, step.Elapsed))} left";
    }

    internal string Describe(EpochReport epoch, TimeSpan elapsed)
    {
        var validation = epoch.Validation switch
        {
            { Accuracy: { } accuracy } => $"  accuracy {Words.Percent(accuracy)}",
            { } evaluation => $"  test loss {Words.Loss(evaluation.Loss)}",
            null => "",
        };
        return $"{EpochOf(epoch.Epoch)}  loss {Words.Loss(epoch.TrainLoss)}{validation}  " +
            $"{Words.Rate(epoch.SampleCount / epoch.TrainingTime.TotalSeconds)} samples/s" +
            (epoch.Step == TotalSteps ? "" : $"  {Words.Duration(TimeLeft(epoch.Step, elapsed))} left");
    }

    private TimeSpan TimeLeft(long step, TimeSpan elapsed) => elapsed / Math.Max(1, step - plan.FirstStep) * (TotalSteps - step);
}
