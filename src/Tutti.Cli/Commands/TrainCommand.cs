using System.CommandLine;
using Tutti.Cli.Arguments;
using Tutti.Cli.Output;
using Tutti.Cli.Training;
using Tutti.Communication;

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
        var explain = new Option<bool>("--explain")
        {
            Description = "Choose how gradients are summed by what is measured, and say why; means --bucket-bytes auto",
        };
        foreach (var setting in table.All) command.Add(setting.Option.Option);
        command.Add(explain);
        command.Add(resume);
        command.Add(configuration.Option);
        command.Add(assignments);
        Invocation.Bind(command, terminal, invocation =>
        {
            var reader = new TrainSettingsReader(table) { LaunchedAs = World.IsPartOfJob ? WorkerKinds.NameOf(World.LaunchedAs) : null };
            var (file, given) = (configuration.Read(invocation.Parse), invocation.Parse.GetValue(assignments) ?? []);
            if (invocation.Parse.GetResult(resume) is null)
            {
                var settings = Explain(invocation.Parse.GetValue(explain), reader.Read(invocation.Parse, file, given));
                return RunAsync(invocation, table, settings, null, () => TrainingLauncher.ArgumentsFor(invocation.Parse, resume, null));
            }
            var run = InterruptedRun.Find(table.Find("output.folder").Option.Read(invocation.Parse), invocation.Parse.GetValue(resume));
            var recorded = Explain(
                invocation.Parse.GetValue(explain), reader.ReadResumed(run.Record.Options, run.State is not null, invocation.Parse, file, given));
            return RunAsync(invocation, table, recorded, run, () => TrainingLauncher.ArgumentsFor(invocation.Parse, resume, run));
        });
        return command;
    }

    private static TrainSettings Explain(bool isWanted, TrainSettings settings)
    {
        if (isWanted && settings.BucketBytes is { } given)
            throw new InputException($"--explain: there is nothing to explain. Got buckets of {given} bytes. Expected --bucket-bytes auto, or none.");
        return isWanted ? settings with { Tune = true, Explain = true } : settings;
    }

    private static async Task<int> RunAsync(
        Invocation invocation, TrainSettingTable table, TrainSettings settings, InterruptedRun? interrupted, Func<IReadOnlyList<string>> arguments)
    {
        if (World.IsPartOfJob) return await RankTraining.RunAsync(invocation, table, settings, interrupted).ConfigureAwait(false);
        var prepared = await PreparedTraining.CreateAsync(invocation, table, settings, interrupted).ConfigureAwait(false);
        // A rank of MPI that is alone has nobody to meet, and does not see that it was started as one: it would start itself again.
        if (settings is not ({ Isolation: WorkerKinds.Thread } or { Isolation: WorkerKinds.Mpi, WorkerCount: 1 }))
            return await TrainingLauncher.RunAsync(invocation, settings, arguments()).ConfigureAwait(false);
        using var duty = new RunDuty(new TrainingDisplay(invocation.Terminal, invocation.IsQuiet), invocation.Cancellation);
        duty.Take(prepared.OpenRun(invocation));
        return await RecordedTraining.RunAsync(invocation, prepared, duty, () => prepared.Job.RunThreadsAsync(duty, invocation.Cancellation))
            .ConfigureAwait(false);
    }
}
