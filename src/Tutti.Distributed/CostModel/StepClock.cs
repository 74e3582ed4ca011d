namespace Tutti.Distributed.CostModel;

/// <summary>
/// Times the first steps of a training on one rank: when each gradient is final, how long passes and updates take. The first few steps
/// compile code and do not count. Not thread-safe.
/// </summary>
internal sealed class StepClock
{
    internal const int WarmUpSteps = 3, CountedSteps = 9;

    private readonly int[] elementCounts;
    private readonly int headElementCount;
    private readonly TimeProvider time;
    private readonly List<double[]> steps = [];
    private double[] current;
    private long stepStart = -1, stepEnd = -1;
    private int stepCount;

    /// <param name="elementCounts">Of each parameter.</param>
    /// <param name="headElementCount">What is summed besides.</param>
    /// <param name="time">The clock.</param>
    internal StepClock(int[] elementCounts, int headElementCount, TimeProvider time)
    {
        (this.elementCounts, this.headElementCount, this.time) = (elementCounts, headElementCount, time);
        current = NewStep();
    }

    /// <summary>Whether enough steps were timed; on all ranks after the same step.</summary>
    internal bool IsComplete => stepCount >= WarmUpSteps + CountedSteps;

    // For each parameter when it is final, then computation, then the update before the step; medians are of each on its own.
    private int Compute => elementCounts.Length;

    private int Update => elementCounts.Length + 1;

    internal void BeginShard()
    {
        if (stepStart >= 0) return;
        stepStart = time.GetTimestamp();
        if (stepEnd >= 0) current[Update] = time.GetElapsedTime(stepEnd, stepStart).TotalSeconds;
    }

    internal void Complete(int parameter) => current[parameter] = Elapsed();

    internal void CompleteShard() => current[Compute] = Elapsed();

    internal void CompleteStep()
    {
        if (++stepCount > WarmUpSteps && stepStart >= 0)
        {
            // Who is told of no gradient knows them final when the pass is over.
            for (var index = 0; index < elementCounts.Length; index++)
                if (current[index] == 0) current[index] = current[Compute];
            steps.Add(current);
        }
        (current, stepStart, stepEnd) = (NewStep(), -1, time.GetTimestamp());
    }

    /// <summary>The medians: times of gradients, of computation, of the update; as all ranks exchange them.</summary>
    internal double[] Medians() => [.. Enumerable.Range(0, Update + 1).Select(index =>
    {
        double[] values = [.. steps.Select(step => step[index]).Order()];
        return values.Length == 0 ? 0 : values[values.Length / 2];
    })];

    /// <summary>The step of the slowest rank.</summary>
    /// <param name="medians">Of all ranks, one after the other.</param>
    internal StepProfile ProfileOf(double[] medians)
    {
        var slowest = new double[Update + 1];
        for (var index = 0; index < medians.Length; index++)
            slowest[index % slowest.Length] = Math.Max(slowest[index % slowest.Length], medians[index]);
        return new StepProfile
        {
            Gradients = [.. elementCounts.Select((count, index) => new GradientTiming(count, slowest[index]))],
            ComputeSeconds = slowest[Compute], UpdateSeconds = slowest[Update], HeadElementCount = headElementCount,
        };
    }

    private double Elapsed() => time.GetElapsedTime(stepStart).TotalSeconds;

    private double[] NewStep() => new double[elementCounts.Length + 2];
}
