using Tutti.Cli.Arguments;

namespace Tutti.Cli.Training;

/// <summary>One thing that <c>tutti train</c> can be told.</summary>
/// <param name="Path">Its place in a configuration file, for instance <c>training.epochs</c>.</param>
/// <param name="Option">Its flag.</param>
/// <param name="Apply">Reads a given value and puts it into the settings.</param>
/// <param name="Show">The value in effect, for the run's record.</param>
/// <param name="MayChangeOnResume">Whether a run may go on with another value, since no bit of its result depends on it.</param>
internal sealed record TrainSetting(
    string Path, ValueOption Option, Func<TrainSettings, GivenValue, TrainSettings> Apply, Func<TrainSettings, object?> Show,
    bool MayChangeOnResume = false);
