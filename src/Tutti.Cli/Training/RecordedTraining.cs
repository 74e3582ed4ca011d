using Tutti.Cli.Commands;
using Tutti.Cli.Output;
using Tutti.Learning.Runs;

namespace Tutti.Cli.Training;

/// <summary>A training from its first step to the report of the rank that has the duty to record it.</summary>
internal static class RecordedTraining
{
    internal static async Task<int> RunAsync(Invocation invocation, PreparedTraining prepared, RunDuty duty, Func<Task<TrainingResult>> train)
    {
        TrainingResult result;
        try
        {
            result = duty.Run is null ? await train().ConfigureAwait(false) : await duty.Display.ShowAsync(train).ConfigureAwait(false);
        }
        catch (Exception failure) when (duty.Run is not null)
        {
            NoteFailure(duty.Run, failure);
            invocation.Terminal.Error.WriteLine(DescribeRemains(duty.Run));
            throw;
        }

        if (result.HasLeft)
        {
            duty.Release();
            invocation.Terminal.Error.WriteLine(
                $"tutti train: this worker has left after step {Words.Count(result.Summary.StepCount)}; the others go on.");
            return ExitCode.Done;
        }

        if (duty.Run is { } run)
        {
            TrainingReport.Print(invocation.Report, prepared.Settings, run, result, duty.Changes);
            invocation.Report.Json(TrainingReport.Facts(prepared.Settings, run, result, duty.Changes));
        }
        return result.Summary.WasCancelled ? ExitCode.Cancelled : ExitCode.Done;
    }

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
