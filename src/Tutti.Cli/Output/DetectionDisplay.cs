using Spectre.Console;
using Tutti.Distributed.Ensembles;

namespace Tutti.Cli.Output;

/// <summary>
/// Shows on standard error how many recordings were read and how far each node is: bars where somebody watches, else a line when all were
/// read; nothing if quiet.
/// </summary>
internal sealed class DetectionDisplay(Terminal terminal, bool isQuiet, int recordCount) : IProgress<int>, IProgress<EnsembleProgress>
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ProgressTask> nodes = [];
    private ProgressContext? live;
    private ProgressTask? records;

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

    void IProgress<int>.Report(int value)
    {
        if (isQuiet) return;
        if (records is not null) records.Value = value;
        else if (live is null && value == recordCount) terminal.Error.WriteLine($"{Words.Count(value, "recording")} read");
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
