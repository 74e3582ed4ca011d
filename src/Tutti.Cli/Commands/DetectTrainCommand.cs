using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Tutti.Cli.Arguments;
using Tutti.Cli.Detection;
using Tutti.Cli.Output;
using Tutti.Communication.Launching;
using Tutti.Distributed.Ensembles;
using Tutti.Learning.Detection;
using Tutti.Learning.Modules.Specification;

namespace Tutti.Cli.Commands;

/// <summary><c>tutti detect train</c>: trains an ensemble, each member on its own patients' recordings.</summary>
internal static class DetectTrainCommand
{
    internal const string DefaultFolder = "ensemble";
    private const int MostMembers = 1024;

    internal static Command Create(Terminal terminal)
    {
        var records = DetectCommand.CreateRecords();
        string[] presets = [.. ModelPresets.Names.Where(name => ModelPresets.TaskOf(name) == ModelTask.Reconstruction)];
        var members = new ValueOption("--members", "N", "How many, each with patients of its own (default: 4)");
        var preset = new ValueOption("--model", "NAME", $"The network of each: {string.Join(", ", presets)} (default: autoencoder)");
        var epochs = new ValueOption("--epochs", "N", $"How often a member sees its beats (default: {new AutoencoderDetectorOptions().EpochCount})");
        var seed = new ValueOption("--seed", "N", "Decides who has which patients, and initial weights (default: 0)");
        var share = new ValueOption("--validation-share", "X", "The share of patients that chooses α and is not learned from (default: 0.2)");
        var workers = new ValueOption("--workers", "N", "How many members train at once (default: one a core)");
        var isolation = new ValueOption("--isolation", "KIND", $"What workers are: {string.Join(", ", WorkerKinds.Isolations)} (default: thread)");
        var output = new ValueOption("--out", "FOLDER", $"Where members go; a training that was stopped goes on there (default: {DefaultFolder})");
        var command = new Verb("train", "Trains an ensemble, each member on its own patients")
        {
            Examples = ["tutti detect train mitdb/101 mitdb/106 mitdb/108 --members 2", "tutti detect train hospital --members 1 --lead MLII,V5 --out model"],
        };
        command.Add(records);
        foreach (var option in new[] { members, preset, epochs, seed, share, workers, isolation, output }) command.Add(option.Option);
        var beats = new BeatFlags(command, decidesShape: true);
        Invocation.Bind(command, terminal, invocation =>
        {
            var parse = invocation.Parse;
            var problems = new InputProblems();
            var recipe = problems.Try(() => beats.Read(parse, new BeatRecipe())) ?? new();
            var paths = problems.Try(() => RecordPaths.Find(parse.GetValue(records) ?? [])) ?? [];
            var first = problems.Try(() => seed.Read(parse)?.Seed()) ?? 0;
            var count = problems.Try(() => members.Read(parse)?.WholeNumber(1, MostMembers)) ?? 4;
            var held = problems.Try(() => share.Read(parse)?.Fraction()) ?? 0.2;
            var network = problems.Try(() => preset.Read(parse)?.OneOf(presets)) ?? "autoencoder";
            var epochCount = problems.Try(() => epochs.Read(parse)?.WholeNumber(1)) ?? new AutoencoderDetectorOptions().EpochCount;
            var options = new PartitionEnsembleOptions
            {
                Folder = problems.Try(() => OutputFolder.Check(output.Read(parse) ?? new GivenValue(output.Name, DefaultFolder)))!,
                MemberCount = count,
                Workers = new DistributorOptions
                {
                    Name = "ensemble", Workers = problems.Try(() => workers.Read(parse)?.WholeNumber(1, MostMembers)),
                    Isolation = WorkerKinds.IsolationOf(
                        problems.Try(() => isolation.Read(parse)?.OneOf(WorkerKinds.Isolations)) ?? WorkerKinds.Thread),
                },
            };
            problems.ThrowIfAny();
            var division = RecordDivision.Create(paths, count, held, first);
            division.ThrowIfUnannotated(recipe);
            string[][] own = [.. division.Members.Select(parts => parts.Select(Path.GetFullPath).ToArray())];
            return RunAsync(invocation, options, new MemberSettings(recipe, own, network, epochCount, first), division.Validation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        Invocation invocation, PartitionEnsembleOptions options, MemberSettings settings, string[] validation)
    {
        var clock = Stopwatch.GetTimestamp();
        var inputs = RecordDigest.Of(settings.Records.SelectMany(own => own), settings.Recipe.Annotator, invocation.Cancellation);
        var manifest = await PartitionEnsemble.TrainAsync(
            options with { Inputs = inputs }, MemberTrainer.Train, settings, new MemberDisplay(invocation.Terminal, invocation.IsQuiet), invocation.Cancellation).ConfigureAwait(false);
        var judged = AlphaFinder.Find(options.Folder, manifest, settings.Recipe, validation, invocation.Cancellation);
        judged.Recipe.Save(options.Folder);
        string[] leftOut = [.. manifest.Members.SelectMany(member => member.Remarks ?? []), .. judged.LeftOut];
        Print(invocation.Report, options.Folder, manifest, judged.Recipe, leftOut, Stopwatch.GetElapsedTime(clock));
        return ExitCode.Done;
    }

    private static void Print(Report report, string folder, EnsembleManifest manifest, BeatRecipe recipe, string[] leftOut, TimeSpan elapsed)
    {
        report.Table(["member", "usual beats", "model"], manifest.Members.Select(member => (IReadOnlyList<string>)
            [member.Name, Words.Count(member.TrainingSamples), member.Version[..12]]), 1);
        foreach (var record in leftOut) report.Line($"left out: {record}");
        report.Line();
        report.Facts(
            ("ensemble", folder), ("anomalous if p ≤", $"{Words.Number(recipe.Alpha)} ({recipe.AlphaOrigin})"), ("time", Words.Duration(elapsed)));
        report.Json(new JsonObject
        {
            ["ensemble"] = folder,
            ["members"] = new JsonArray([.. manifest.Members.Select(member => new JsonObject
            {
                ["name"] = member.Name, ["file"] = member.File, ["version"] = member.Version, ["samples"] = member.TrainingSamples,
            })]),
            ["leftOut"] = new JsonArray([.. leftOut.Select(record => JsonValue.Create(record))]),
            ["alphas"] = new JsonObject(recipe.Alphas.Select(chosen => KeyValuePair.Create(chosen.Key, (JsonNode?)JsonValue.Create(chosen.Value)))),
            ["alpha"] = recipe.Alpha, ["alphaOrigin"] = recipe.AlphaOrigin, ["seconds"] = elapsed.TotalSeconds,
        });
    }
}
