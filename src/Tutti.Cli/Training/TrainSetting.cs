using Tutti.Cli.Arguments;

namespace Tutti.Cli.Training;

/// <summary>One thing that <c>tutti train</c> can be told.</summary>
/// <param name="Path">Its place in a configuration file, for instance <c>training.epochs</c>.</param>
/// <param name="Option">Its flag.</param>
/// <param name="Apply">Reads a given value and puts it into the settings.</param>
/// <param name="Show">The value in effect, for the run's record.</param>
internal sealed record TrainSetting(
    string Path, ValueOption Option, Func<TrainSettings, GivenValue, TrainSettings> Apply, Func<TrainSettings, object?> Show);
