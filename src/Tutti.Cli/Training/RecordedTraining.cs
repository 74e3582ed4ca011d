using Tutti.Cli.Commands;
using Tutti.Cli.Output;
using Tutti.Learning.Runs;

namespace Tutti.Cli.Training;

/// <summary>A training from the opening of its run to the report; on rank 0 only, where there are several processes.</summary>
internal static class RecordedTraining
{
    internal static async Task<int> RunAsync(
        Invocation invocation, PreparedTraining prepared, Func<RunFolder, TrainingDisplay, Task<TrainingResult>> train)
    {
        using var run = prepared.OpenRun(invocation);
        var display = new TrainingDisplay(invocation.Terminal, invocation.IsQuiet);
        TrainingResult result;
        try
        {
            result = await display.ShowAsync(() => train(run, display)).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            NoteFailure(run, failure);
            invocation.Terminal.Error.WriteLine(DescribeRemains(run));
            throw;
        }

        TrainingReport.Print(invocation.Report, prepared.Settings, run, result);
        invocation.Report.Json(TrainingReport.Facts(prepared.Settings, run, result));
        return ExitCodeOf(result);
    }

    internal static int ExitCodeOf(TrainingResult result) => result.Summary.WasCancelled ? ExitCode.Cancelled : ExitCode.Done;

    // The failure itself is what the user must hear of, also where the disk that it comes from takes no note of it.
    private static void NoteFailure(RunFolder run, Exception failure)
    {
        try
        {
            run.Fail(failure.Message);
        }
        catch (Exception second) when (second is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string DescribeRemains(RunFolder run)
    {
        var kept = RunCatalog.FindCheckpoints(run.Path) is [.., var last]
            ? $"Its last checkpoint is {last.Path}."
            : "It has no checkpoint.";
        return $"The run {run.Record.Id} has failed. {kept}";
    }
}
