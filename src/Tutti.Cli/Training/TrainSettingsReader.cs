using System.CommandLine;
using Tutti.Cli.Arguments;
using Tutti.Learning;

namespace Tutti.Cli.Training;

/// <summary>Puts the settings together: defaults, then <c>--config</c>, then <c>--set</c>, then flags. All problems are reported at once.</summary>
internal sealed class TrainSettingsReader(TrainSettingTable table)
{
    private readonly List<string> problems = [];

    /// <summary>What a launcher started this process as: that is what workers are, whatever else is given. Null: it was started alone.</summary>
    internal string? LaunchedAs { get; init; }

    internal TrainSettings Read(ParseResult parse, GivenValue? configuration, IReadOnlyList<string> assignments)
    {
        var settings = new TrainSettings();
        foreach (var (path, given) in Collect(parse, configuration, assignments))
            settings = Try(() => table.Find(path).Apply(settings, given)) ?? settings;
        return Finish(settings);
    }

    /// <summary>
    /// The settings of a run that goes on: its own, and of those given now the ones that cannot change its bits. Others are refused.
    /// </summary>
    internal TrainSettings ReadResumed(
        IReadOnlyDictionary<string, string> recorded, bool hasState, ParseResult parse, GivenValue? configuration, IReadOnlyList<string> assignments)
    {
        var settings = new TrainSettings();
        foreach (var (path, value) in recorded.Where(entry => table.Paths.Contains(entry.Key)))
            settings = Try(() => table.Find(path).Apply(settings, new GivenValue($"{path} in run.json", value))) ?? settings;
        foreach (var (path, given) in Collect(parse, configuration, assignments))
        {
            var setting = table.Find(path);
            var before = settings;
            var changed = Try(() => setting.Apply(before, given)) ?? before;
            if (!setting.MayChangeOnResume && !Equals(setting.Show(changed), setting.Show(before)))
                problems.Add($"{given.Source}: a run goes on as it began. Got '{given.Text}' where the run has '{setting.Show(before) ?? "nothing"}'. " +
                    $"Expected no more than {string.Join(", ", table.All.Where(other => other.MayChangeOnResume).Select(other => other.Option.Name))} beside --resume.");
            settings = changed;
        }
        return Finish(settings, needsInitial: !hasState);
    }

    private TrainSettings Finish(TrainSettings settings, bool needsInitial = true)
    {
        if (LaunchedAs is { } isolation) settings = settings with { Isolation = isolation };
        if (problems.Count == 0) problems.AddRange(settings.Validate(needsInitial));
        return problems.Count == 0 ? settings : throw new InputException(problems);
    }

    private List<(string Path, GivenValue Given)> Collect(ParseResult parse, GivenValue? configuration, IReadOnlyList<string> assignments)
    {
        var all = new List<(string Path, GivenValue Given)>();
        if (configuration is { } file) all.AddRange(Try(() => ConfigurationFile.Read(file)) ?? []);
        foreach (var assignment in assignments)
            if (Try(() => Split(assignment)) is { } split) all.Add((split.Path, split.Given));
        foreach (var (path, given) in all)
            if (!table.Paths.Contains(path))
                problems.Add($"{given.Source}: there is no such setting. Got '{path}'. {NearestName.Suggest(path, table.Paths)}");
        all.RemoveAll(entry => !table.Paths.Contains(entry.Path));
        foreach (var setting in table.All)
            if (setting.Option.Read(parse) is { } given) all.Add((setting.Path, given));
        return all;
    }

    private static PathAndValue Split(string assignment)
    {
        var equals = assignment.IndexOf('=');
        if (equals < 1)
            throw new InputException($"--set: not an assignment. Got '{assignment}'. Expected path=value, such as training.batchSize=128.");
        var path = assignment[..equals].Trim();
        return new PathAndValue(path, new GivenValue($"--set {path}", assignment[(equals + 1)..]));
    }

    private T? Try<T>(Func<T> read) where T : class
    {
        try
        {
            return read();
        }
        catch (InputException problem)
        {
            problems.Add(problem.Message);
            return null;
        }
    }

    private sealed record PathAndValue(string Path, GivenValue Given);
}
