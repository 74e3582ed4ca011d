using Tutti.Learning.Schedules;

namespace Tutti.Cli.Training;

/// <summary>Schedules of the learning rate by name.</summary>
internal static class ScheduleNames
{
    internal const string Constant = "constant", Cosine = "cosine";

    internal static IReadOnlyList<string> All { get; } = [Cosine, Constant];

    internal static Schedule Find(string name) => name == Cosine ? Schedules.Cosine : Schedules.Constant;
}
