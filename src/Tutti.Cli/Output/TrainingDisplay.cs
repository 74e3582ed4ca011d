using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;
using Tutti.Learning.Training;

namespace Tutti.Cli.Output;

/// <summary>
/// Shows a training on standard error: a live bar where somebody watches, a line an epoch elsewhere, nothing if quiet. Told on the thread
/// of the worker that trains.
/// </summary>
internal sealed class TrainingDisplay(Terminal terminal, bool isQuiet) : TrainingObserver
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    private TrainingPace? pace;
    private ProgressContext? live;
    private ProgressTask? bar;
    private long started, refreshed;
    private volatile string details = "";

    /// <summary>Shows whatever happens during the work.</summary>
    internal async Task<T> ShowAsync<T>(Func<Task<T>> work)
    {
        if (isQuiet || !terminal.IsErrorScreen) return await work().ConfigureAwait(false);
        return await terminal.ErrorConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = 24 }, new DetailsColumn(this))
            .StartAsync(async context =>
            {
                live = context;
                return await work().ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    public override void TrainingStarted(TrainingPlan plan)
    {
        started = Stopwatch.GetTimestamp();
        pace = new TrainingPace(plan);
        if (isQuiet) return;
        Say(pace.Begin());
        bar = live?.AddTask(pace.EpochOf(1), maxValue: pace.TotalSteps);
    }

    public override void StepEnded(in StepReport step)
    {
        if (bar is null || Stopwatch.GetElapsedTime(refreshed) < Refresh) return;
        refreshed = Stopwatch.GetTimestamp();
        details = pace!.Describe(step);
        bar.Description = pace.EpochOf(step.Epoch);
        bar.Value = step.Step;
    }

    public override void EpochEnded(EpochReport epoch)
    {
        if (!isQuiet) Say(pace!.Describe(epoch, Stopwatch.GetElapsedTime(started)));
    }

    public override void WorkersChanged(WorkersChange change)
    {
        if (!isQuiet) Say(Words.Change(change));
    }

    /// <summary>A line for people, also if quiet: what they asked for.</summary>
    internal void Say(string line)
    {
        // While a bar is shown the console must put lines above it; where nobody watches it would break them at 80 letters.
        if (terminal.IsErrorScreen) terminal.ErrorConsole.WriteLine(line);
        else terminal.Error.WriteLine(line);
    }

    private sealed class DetailsColumn(TrainingDisplay display) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(display.details);
    }
}
