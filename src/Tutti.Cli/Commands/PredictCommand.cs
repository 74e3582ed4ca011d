using System.CommandLine;
using System.Text.Json.Nodes;
using Tutti.Cli.Arguments;
using Tutti.Cli.Inference;
using Tutti.Cli.Output;
using Tutti.Learning.Data;
using Tutti.Learning.Modules.Specification;
using Tutti.Storage.Files;

namespace Tutti.Cli.Commands;

/// <summary><c>tutti predict</c>: the class of each test sample and its probability, in order.</summary>
internal static class PredictCommand
{
    internal static Command Create(Terminal terminal)
    {
        var file = new ValueOption("--out", "FILE", "Write the CSV there instead of on standard output");
        var limit = new ValueOption("--limit", "N", "Only the first N samples (default: all)");
        var command = new Verb("predict", "Says the class of each test sample and its probability, as CSV")
        {
            Examples = ["tutti predict --limit 10", "tutti predict --run 1a2b3c4d --data mnist --out predictions.csv"],
        };
        var options = new ModelOptions(command);
        command.Add(file.Option);
        command.Add(limit.Option);
        Invocation.Bind(command, terminal, invocation =>
            RunAsync(invocation, options, file.Read(invocation.Parse), limit.Read(invocation.Parse)?.WholeNumber(1) ?? int.MaxValue));
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, ModelOptions options, GivenValue? file, int limit)
    {
        var model = options.FindModel(invocation.Parse);
        var workers = options.ReadWorkers(invocation.Parse);
        if (file is { } given) CheckFolder(given);
        if (model.Task != ModelTask.Classification)
            throw new InputException("--run: the model knows no classes. Got one that reconstructs its samples. " +
                "Expected a classifier. Measure this one with tutti evaluate.");
        var display = new DownloadDisplay(invocation.Terminal.Error, invocation.IsQuiet);
        var data = await options.LoadDataAsync(invocation.Parse, model, display, invocation.Cancellation).ConfigureAwait(false);
        // Any number of samples gives the same answers; only those that are shown are computed.
        var samples = new FirstSamples(data.Test, limit);
        var predictions = await new InferenceJob(model, workers)
            .RunAsync(evaluator => evaluator.Predict(samples), invocation.Cancellation).ConfigureAwait(false);
        var unknown = predictions.FirstOrDefault(prediction => prediction.Label >= data.Test.ClassCount);
        if (unknown.Label >= data.Test.ClassCount)
            throw new InputException($"--data: the model knows more classes than the data. " +
                $"Got class {unknown.Label} for '{data.Name}' with {data.Test.ClassCount} classes. " +
                $"Expected the kind of data it was trained on.");
        Write(invocation, model, data.Test, new PredictionTable(data.Test, predictions, limit), file?.Text);
        return ExitCode.Done;
    }

    private static void Write(Invocation invocation, TrainedModel model, ClassificationDataset data, PredictionTable table, string? file)
    {
        if (file is not null)
        {
            AtomicFile.Write(file, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
                table.WriteCsv(writer);
            });
            invocation.Report.Line($"{Words.Count(table.Count)} predictions written to {file}.");
        }
        else if (!invocation.Report.IsJson)
        {
            table.WriteCsv(invocation.Terminal.Output);
        }
        invocation.Report.Json(new JsonObject
        {
            ["run"] = model.Run?.Id,
            ["data"] = data.Name,
            ["samples"] = table.Count,
            ["file"] = file,
            ["predictions"] = file is null ? table.ToJson() : null,
        });
    }

    private static void CheckFolder(GivenValue file)
    {
        var path = Path.GetFullPath(file.NotEmpty());
        if (Directory.Exists(path))
            throw new InputException($"{file.Source}: this is a folder. Got '{file.Text}'. Expected a file's name.");
        if (!Directory.Exists(Path.GetDirectoryName(path)))
            throw new InputException($"{file.Source}: there is no such folder. Got '{file.Text}'. Expected a file in an existing folder.");
    }
}
