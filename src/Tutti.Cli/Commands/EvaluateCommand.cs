using System.CommandLine;
using System.Text.Json.Nodes;
using Tutti.Cli.Arguments;
using Tutti.Cli.Inference;
using Tutti.Cli.Output;
using Tutti.Cli.Training;

namespace Tutti.Cli.Commands;

/// <summary><c>tutti evaluate</c>: measures a trained model on a data set's test part.</summary>
internal static class EvaluateCommand
{
    internal static Command Create(Terminal terminal)
    {
        var command = new Verb("evaluate", "Measures a trained model on test data")
        {
            Examples = ["tutti evaluate", "tutti evaluate --run 1a2b3c4d --data mnist --workers 2 --json"],
        };
        var options = new ModelOptions(command);
        Invocation.Bind(command, terminal, invocation => RunAsync(invocation, options));
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, ModelOptions options)
    {
        var model = options.FindModel(invocation.Parse);
        var workers = options.ReadWorkers(invocation.Parse);
        var display = new DownloadDisplay(invocation.Terminal.Error, invocation.IsQuiet);
        var data = await options.LoadDataAsync(invocation.Parse, model, display, invocation.Cancellation).ConfigureAwait(false);
        var evaluation = await new InferenceJob(model, workers)
            .RunAsync(evaluator => evaluator.Evaluate(ModelTasks.Prepare(model.Task, data.Test), ModelTasks.LossOf(model.Task)), invocation.Cancellation)
            .ConfigureAwait(false);
        invocation.Report.Line(evaluation.Accuracy is { } accuracy
            ? $"{data.Test.Name}: {Words.Percent(accuracy)} of {Words.Count(evaluation.SampleCount)} samples right."
            : $"{data.Test.Name}: {Words.Count(evaluation.SampleCount)} samples reconstructed with a mean squared error of {Words.Loss(evaluation.Loss)}.");
        invocation.Report.Line();
        invocation.Report.Facts(
            ("right", evaluation.CorrectCount is { } right ? Words.Count(right) : "–"), ("loss", Words.Loss(evaluation.Loss)),
            ("checkpoint", model.Checkpoint));
        invocation.Report.Json(new JsonObject
        {
            ["run"] = model.Run?.Id,
            ["checkpoint"] = Path.GetFullPath(model.Checkpoint),
            ["data"] = data.Test.Name,
            ["workers"] = workers,
            ["samples"] = evaluation.SampleCount,
            ["correct"] = evaluation.CorrectCount,
            ["accuracy"] = Report.Number(evaluation.Accuracy),
            ["loss"] = Report.Number(evaluation.Loss),
        });
        return ExitCode.Done;
    }
}
