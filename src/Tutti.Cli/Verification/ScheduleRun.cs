using Tutti.Learning.Optimizers;
using Tutti.Learning.Schedules;

namespace Tutti.Cli.Verification;

/// <summary>Sets an optimizer's learning rate and momentum before each step, as a schedule has it.</summary>
internal sealed class ScheduleRun(TrainingSchedule schedule, Optimizer optimizer, int stepCount)
{
    private readonly double baseRate = optimizer.LearningRate, baseMomentum = optimizer.Momentum;
    private readonly ReduceOnPlateau? plateau =
        schedule.Plateau is { } options ? new ReduceOnPlateau(optimizer.LearningRate, options) : null;

    internal void Prepare(int step)
    {
        optimizer.LearningRate = plateau?.Rate ?? schedule.Rate(baseRate, step, stepCount);
        if (schedule.Momentum is { } momentum) optimizer.Momentum = momentum(baseMomentum, step, stepCount);
    }

    /// <summary>Tells what the step gave.</summary>
    internal void Report(double metric) => plateau?.Report(metric);
}
