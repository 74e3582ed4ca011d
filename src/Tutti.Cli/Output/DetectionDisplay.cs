using Spectre.Console;
using Tutti.Distributed.Ensembles;

namespace Tutti.Cli.Output;

/// <summary>
/// Shows on standard error how many recordings were read, which nodes elsewhere came, and how far each node is: bars where somebody watches,
/// else lines; nothing if quiet.
/// </summary>
internal sealed class DetectionDisplay(Terminal terminal, bool isQuiet, int recordCount) : IProgress<int>, IProgress<EnsembleProgress>
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ProgressTask> nodes = [];
    private ProgressContext? live;
    private ProgressTask? records, present;

    /// <summary>Shows whatever happens during the work.</summary>
    internal async Task<T> ShowAsync<T>(Func<Task<T>> work)
    {
        if (isQuiet || !terminal.IsErrorScreen) return await work().ConfigureAwait(false);
        return await terminal.ErrorConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                live = context;
                records = context.AddTask("recordings", maxValue: recordCount);
                return await work().ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    /// <summary>A line for people; from any thread.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isNeeded">Whether nothing goes on without it, so that it is said even if quiet.</param>
    internal void Say(string line, bool isNeeded = false)
    {
        if (isQuiet && !isNeeded) return;
        // While bars are shown the console must put lines above them. As text it would break them at its width, and command lines that are
        // to be copied with them.
        lock (gate)
            if (live is not null && terminal.ErrorConsole.Profile.Capabilities.Ansi) terminal.ErrorConsole.Write(new ControlCode(line + "\n"));
            else terminal.Error.WriteLine(line);
    }

    /// <summary>A node elsewhere came, went or was refused; from any thread.</summary>
    /// <param name="there">How many are there now.</param>
    /// <param name="count">How many are waited for.</param>
    /// <param name="line">What happened.</param>
    internal void Tell(int there, int count, string line)
    {
        Say($"({there} of {count}) {line}");
        lock (gate)
        {
            present ??= live?.AddTask("nodes", maxValue: count);
            if (present is not null) present.Value = there;
        }
    }

    void IProgress<int>.Report(int value)
    {
        if (isQuiet) return;
        if (records is not null) records.Value = value;
        else if (live is null && value == recordCount) Say($"{Words.Count(value, "recording")} read");
    }

    void IProgress<EnsembleProgress>.Report(EnsembleProgress value)
    {
        if (live is null) return;
        lock (gate)
        {
            if (!nodes.TryGetValue(value.Node, out var bar))
                nodes.Add(value.Node, bar = live.AddTask(Spectre.Console.Markup.Escape(value.Node), maxValue: value.Count));
            bar.Value = value.Answered;
        }
    }
}
