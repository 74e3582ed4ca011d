using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Tutti.Cli.Arguments;
using Tutti.Cli.Output;
using Tutti.Distributed.Ensembles;
using Tutti.Distributed.Ensembles.Remote;
using Tutti.Learning.Detection;

namespace Tutti.Cli.Commands;

/// <summary><c>tutti detect node</c>: a member of an ensemble that dials out to its driver and serves it until it is stopped.</summary>
internal static class DetectNodeCommand
{
    internal static Command Create(Terminal terminal)
    {
        var driver = new ValueOption("--driver", "URL", "Where the driver listens: https://host:port");
        var model = new ValueOption("--model", "FILE", "The detector, as the ensemble's training saved it: member-0.safetensors");
        var name = new ValueOption("--name", "NAME", "What the driver calls this node (default: the model's file name without extension)");
        var samples = new ValueOption("--training-samples", "N", "How many samples the model learned from, for weights by size " +
            "(default: unknown)");
        var score = new ValueOption("--validation-score", "SCORE", "How good it was on samples it had not seen, 0 to 1, for weights by " +
            "validation (default: unknown)");
        var threads = new ValueOption("--threads", "N", "Compute threads (default: one)");
        var command = new Verb("node", "Serves a driver elsewhere with one detector, until it is stopped")
        {
            Examples =
            [
                "tutti detect node --driver https://driver:7443 --model member-0.safetensors --token-file token --trust sha256:1f…",
                "TUTTI_TOKEN=… tutti detect node --driver https://driver:7443 --model member-0.safetensors --ca authority.pem",
            ],
        };
        foreach (var option in new[] { driver, model, name }) command.Add(option.Option);
        var trust = new DriverOptions(command);
        foreach (var option in new[] { samples, score, threads }) command.Add(option.Option);
        Invocation.Bind(command, terminal, async invocation =>
        {
            var parse = invocation.Parse;
            var (file, address) = (Required(model.Read(parse), model), Required(driver.Read(parse), driver));
            var options = trust.Read(parse, address) with { Notice = Teller(invocation) };
            if (!File.Exists(file.Text))
                throw new InputException($"{model.Name}: there is no such file. Got '{file.Text}'. Expected a detector, as tutti detect " +
                    "train leaves it in the ensemble's folder: member-0.safetensors. Bring this site's here, or correct the path.");
            var detector = InputException.From(() => AnomalyDetectors.Load(file.Text));
            var called = name.Read(parse)?.NotEmpty() ?? Path.GetFileNameWithoutExtension(file.Text);
            var node = InputException.From(() => new DetectorNode(called, detector, new DetectorNodeOptions
            {
                TrainingSamples = samples.Read(parse)?.WholeNumber(0) ?? 0,
                ValidationScore = score.Read(parse)?.UpTo(1),
                ComputeThreads = threads.Read(parse)?.WholeNumber(1) ?? 1,
            }));
            await using (node.ConfigureAwait(false))
                return await RunAsync(invocation, node, options).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, DetectorNode node, RemoteNodeOptions options)
    {
        var remote = InputException.From(() => new RemoteNode(node, options));
        var watch = Stopwatch.StartNew();
        try
        {
            await remote.RunAsync(invocation.Cancellation).ConfigureAwait(false);
        }
        catch (RemoteRefusedException refused) when (!refused.HasJoined)
        {
            throw new InputException(refused.Message, refused);
        }
        catch (OperationCanceledException) when (invocation.Cancellation.IsCancellationRequested)
        {
            // How a node ends: nothing but its user ends it.
        }
        invocation.Report.Line($"{node.Facts.Name}: {Words.Count(remote.SampleCount)} samples in {Words.Count(remote.AnswerCount)} " +
            $"chunks answered.");
        invocation.Report.Json(new JsonObject
        {
            ["name"] = node.Facts.Name, ["version"] = node.Facts.Version, ["driver"] = options.Driver.ToString(),
            ["answers"] = remote.AnswerCount, ["samples"] = remote.SampleCount, ["seconds"] = watch.Elapsed.TotalSeconds,
            ["exitCode"] = ExitCode.Cancelled,
        });
        return ExitCode.Cancelled;
    }

    private static Action<string> Teller(Invocation invocation)
    {
        if (invocation.IsQuiet) return _ => { };
        var error = TextWriter.Synchronized(invocation.Terminal.Error);
        return line => error.WriteLine(line);
    }

    private static GivenValue Required(GivenValue? given, ValueOption option) => given is { } value && value.NotEmpty() is not null
        ? value
        : throw new InputException($"tutti detect node: {option.Name} is missing. Got none. Expected {option.Option.Description}.");
}
