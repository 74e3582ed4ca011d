using Tutti.Communication;

namespace Tutti.Experiments.Training;

/// <summary>What one worker spent on a training's steps.</summary>
/// <param name="ComputingSeconds">Forward and backward passes.</param>
/// <param name="WaitingSeconds">Waiting for the slowest worker at the end of steps.</param>
/// <param name="SummingSeconds">Sums of gradients that no computation hides.</param>
/// <param name="SentBytes">Bytes that it sent; null where workers share memory and send nothing.</param>
/// <param name="SentMessages">Messages that it sent; null as above.</param>
internal sealed record WorkerShare(double ComputingSeconds, double WaitingSeconds, double SummingSeconds, double? SentBytes, double? SentMessages)
{
    private const int FieldCount = 5;

    internal double WaitingPart => WaitingSeconds / (ComputingSeconds + WaitingSeconds + SummingSeconds);

    /// <summary>What every worker spent, on every worker. Collective.</summary>
    internal static WorkerShare[] Gather(ProcessGroup group, WatchedStrategy watched, SentMessages? before, SentMessages? after)
    {
        var all = group.AllGather<double>(
        [
            watched.Computing.TotalSeconds, watched.Waiting.TotalSeconds, watched.Summing.TotalSeconds,
            (after?.Bytes - before?.Bytes) ?? double.NaN, (after?.Count - before?.Count) ?? double.NaN,
        ]);
        return [.. all.Chunk(FieldCount).Select(own => new WorkerShare(own[0], own[1], own[2], Known(own[3]), Known(own[4])))];
    }

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
