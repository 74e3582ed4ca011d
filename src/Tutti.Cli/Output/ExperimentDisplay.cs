using Spectre.Console;
using Tutti.Experiments;

namespace Tutti.Cli.Output;

/// <summary>Shows an experiment on standard error: a live bar where somebody watches, a line for whatever happens elsewhere, nothing if
/// quiet.</summary>
internal sealed class ExperimentDisplay(Terminal terminal, bool isQuiet) : IProgress<ExperimentProgress>
{
    private readonly Lock gate = new();
    private ProgressTask? bar;

    /// <summary>Shows whatever happens during the work.</summary>
    internal async Task<T> ShowAsync<T>(Func<Task<T>> work)
    {
        if (isQuiet || !terminal.IsErrorScreen) return await work().ConfigureAwait(false);
        return await terminal.ErrorConsole.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new ElapsedTimeColumn(), new TaskDescriptionColumn())
            .StartAsync(async context =>
            {
                bar = context.AddTask("beginning");
                return await work().ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    public void Report(ExperimentProgress value)
    {
        if (isQuiet) return;
        lock (gate)
        {
            if (bar is null)
            {
                terminal.Error.WriteLine($"[{value.Done}/{value.Total}] {value.Message}");
                return;
            }
            bar.MaxValue = value.Total;
            bar.Value = value.Done;
            bar.Description = Markup.Escape(value.Message);
        }
    }
}
