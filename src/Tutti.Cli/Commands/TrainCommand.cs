using System.CommandLine;
using Tutti.Cli.Arguments;
using Tutti.Cli.Output;
using Tutti.Cli.Training;
using Tutti.Learning.Data;
using Tutti.Learning.Runs;
using Tutti.Tensors.Kernels;

namespace Tutti.Cli.Commands;

/// <summary><c>tutti train</c>: trains a model and leaves a run.</summary>
internal static class TrainCommand
{
    internal static Command Create(Terminal terminal)
    {
        var table = new TrainSettingTable();
        var configuration = new ValueOption("--config", "FILE", "Settings from a JSON file; --set and flags override it");
        var assignments = new Option<string[]>("--set")
        {
            HelpName = "PATH=VALUE", Description = "One setting by its path in such a file, for instance training.batchSize=128; may be repeated",
            Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false,
        };
        var command = new Verb("train", "Trains a model, by default a small CNN on the bundled images")
        {
            Examples =
            [
                "tutti train",
                "tutti train --data mnist --model cnn --epochs 12 --workers 2",
                "tutti train --config my.json --set training.batchSize=128 --json",
                "tutti train --resume",
            ],
        };
        var resume = new Option<string?>("--resume")
        {
            HelpName = "ID|PATH", Arity = ArgumentArity.ZeroOrOne,
            Description = "Go on with an interrupted run (default: the latest); it ends with the bits of one that was not interrupted",
        };
        foreach (var setting in table.All) command.Add(setting.Option.Option);
        command.Add(resume);
        command.Add(configuration.Option);
        command.Add(assignments);
        Invocation.Bind(command, terminal, invocation =>
        {
            var reader = new TrainSettingsReader(table);
            var (file, given) = (configuration.Read(invocation.Parse), invocation.Parse.GetValue(assignments) ?? []);
            if (invocation.Parse.GetResult(resume) is null)
            {
                var settings = reader.Read(invocation.Parse, file, given);
                return RunAsync(invocation, settings, table.Describe(settings), null);
            }
            var run = InterruptedRun.Find(table.Find("output.folder").Option.Read(invocation.Parse), invocation.Parse.GetValue(resume));
            var recorded = reader.ReadResumed(run.Record.Options, run.State is not null, invocation.Parse, file, given);
            return RunAsync(invocation, recorded, table.Describe(recorded), run);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        Invocation invocation, TrainSettings settings, IReadOnlyDictionary<string, string> options, InterruptedRun? interrupted)
    {
        var data = await DataOptions.LoadAsync(
            DataOptions.OpenCatalog(settings.DataRoot), settings.Data, settings.Table,
            new DownloadDisplay(invocation.Terminal.Error, invocation.IsQuiet), invocation.Cancellation).ConfigureAwait(false);
        interrupted?.CheckData(RunData.Of(data));
        var model = ModelChoice.Create(settings.Model, settings.Task, data.Train.SampleShape, data.Train.ClassCount);
        var job = new TrainingJob(settings, data, model, interrupted?.State);
        var inputs = TrainingInputs.Of(model, interrupted?.State is null ? settings.Initial : null);
        interrupted?.CheckInputs(inputs);
        job.Check();
        invocation.Cancellation.ThrowIfCancellationRequested();
        using var run = interrupted?.Open() ?? CreateRun(settings, Describe(invocation, settings, options, data) with
        {
            ModelSha256 = inputs.ModelSha256, InitialSha256 = inputs.InitialSha256,
        });
        var display = new TrainingDisplay(invocation.Terminal, invocation.IsQuiet);
        TrainingResult result;
        try
        {
            result = await display.ShowAsync(() => job.RunThreadsAsync(run, display, invocation.Cancellation)).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            NoteFailure(run, failure);
            invocation.Terminal.Error.WriteLine(DescribeRemains(run));
            throw;
        }
        TrainingReport.Print(invocation.Report, settings, run, result);
        invocation.Report.Json(TrainingReport.Facts(settings, run, result));
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

    private static RunFolder CreateRun(TrainSettings settings, RunStart start)
    {
        try
        {
            return RunFolder.Create(settings.Out, start);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"--out: a run cannot be made there. Got '{settings.Out}': {cause.Message} " +
                "Expected a folder that can be written. Choose another with --out.", cause);
        }
    }

    private static string DescribeRemains(RunFolder run)
    {
        var kept = RunCatalog.FindCheckpoints(run.Path) is [.., var last]
            ? $"Its last checkpoint is {last.Path}."
            : "It has no checkpoint.";
        return $"The run {run.Record.Id} has failed. {kept}";
    }

    private static RunStart Describe(
        Invocation invocation, TrainSettings settings, IReadOnlyDictionary<string, string> options, ClassificationSplits data) => new()
    {
        Model = ModelChoice.NameOf(settings.Model),
        CommandLine = ["tutti", .. invocation.Parse.Tokens.Select(token => token.Value)],
        Kernels = $"{ComputeKernels.Name} ({ComputeKernels.Reason})",
        Seed = settings.Seed,
        Options = options,
        Data = RunData.Of(data),
        Workers = new RunWorkers(settings.WorkerCount, settings.Isolation, settings.ThreadCount, settings.ShardCount, settings.Strategy),
    };
}
