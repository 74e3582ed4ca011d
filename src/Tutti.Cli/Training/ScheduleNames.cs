using Tutti.Learning.Schedules;

namespace Tutti.Cli.Training;

/// <summary>Schedules of the learning rate by name.</summary>
internal static class ScheduleNames
{
    internal const string Constant = "constant", Cosine = "cosine", OneCycle = "one-cycle", Plateau = "plateau";

    internal static IReadOnlyList<string> All { get; } = [Cosine, Constant, OneCycle, Plateau];

    /// <summary>The schedule in effect, after a warm-up if there is one.</summary>
    internal static Schedule Of(TrainSettings settings)
    {
        var schedule = settings.Schedule switch
        {
            Cosine => Schedules.Cosine,
            OneCycle => Schedules.OneCycle(new OneCycleOptions { MaximumRate = OptimizerNames.LearningRateOf(settings) }),
            _ => Schedules.Constant,
        };
        return settings.WarmupSteps is { } steps
            ? Schedules.Sequential([Schedules.Linear(1.0 / (steps + 1), 1, steps), schedule], [steps])
            : schedule;
    }

    /// <summary>What lets the rate fall when epochs get no better; null unless that was chosen.</summary>
    internal static ReduceOnPlateauOptions? PlateauOf(TrainSettings settings) =>
        settings.Schedule == Plateau ? new ReduceOnPlateauOptions { Patience = 2, Factor = 0.3 } : null;
}
