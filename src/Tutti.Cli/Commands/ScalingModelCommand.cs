using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Tutti.Cli.Arguments;
using Tutti.Cli.Benchmarks;
using Tutti.Cli.Output;
using Tutti.Distributed.CostModel;
using Tutti.Tensors.Kernels;

namespace Tutti.Cli.Commands;

/// <summary><c>tutti bench scaling-model</c>: measures one worker's step here, and predicts it for many workers over given links.</summary>
internal static class ScalingModelCommand
{
    private const int MostWorkers = 1024;

    internal static Command Create(Terminal terminal)
    {
        var model = new ValueOption("--model", "NAME", $"The model (default: mlp): {string.Join(", ", StepWorkload.Names)}");
        var batchSize = new ValueOption("--batch-size", "N", "Samples a worker (weak scaling), or of all workers (strong) (default: 64; gpt: 16 texts)");
        var latency = new ValueOption("--alpha-us", "X", "Microseconds from sending to receiving (default: 50)");
        var bandwidth = new ValueOption("--bandwidth-mbit", "X", "Megabits a second that a machine sends (default: 1000)");
        var workers = new ValueOption("--workers", "LIST", "Numbers of workers, divided by commas (default: 2,4,8,… 1024)");
        var perMachine = new ValueOption("--workers-per-machine", "N", "Workers that share a machine's memory (default: 1)");
        var threads = BenchCommand.CreateThreads();
        var command = new Verb("scaling-model", "Predicts step time, speed-up and efficiency for up to 1,024 workers")
        {
            Examples = ["tutti bench scaling-model --model cnn --alpha-us 50 --bandwidth-mbit 1000 --workers 2,4,8,16 --json"],
        };
        foreach (var option in new[] { model, batchSize, latency, bandwidth, workers, perMachine, threads }) command.Add(option.Option);
        Invocation.Bind(command, terminal, invocation =>
        {
            var name = model.Read(invocation.Parse)?.OneOf(StepWorkload.Names) ?? "mlp";
            var workload = StepWorkload.Create(name);
            var samples = batchSize.Read(invocation.Parse)?.WholeNumber(1) ?? workload.BatchSize;
            var links = LinkFigures.From(
                latency.Read(invocation.Parse)?.AtLeastZero() ?? 50, bandwidth.Read(invocation.Parse)?.MoreThanZero() ?? 1000);
            var counts = workers.Read(invocation.Parse) is { } list ? ReadCounts(list) : [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
            var sharing = perMachine.Read(invocation.Parse)?.WholeNumber(1, MostWorkers) ?? 1;
            var profile = StepProfiler.Run(workload, samples, threads.Read(invocation.Parse)?.WholeNumber(1, MostWorkers) ?? 1, invocation.Cancellation);
            Print(invocation.Report, $"{name}, batch {samples}", links, profile, new ScalingModel(profile, links, sharing), counts);
            return ExitCode.Done;
        });
        return command;
    }

    private static int[] ReadCounts(GivenValue list) =>
        [.. list.Text.Split(',').Select(text => new GivenValue(list.Source, text).WholeNumber(1, MostWorkers))];

    private static void Print(Report report, string title, LinkFigures links, StepProfile profile, ScalingModel model, int[] counts)
    {
        var rows = counts.SelectMany(count => new[] { ("weak", model.Weak(count)), ("strong", model.Strong(count)) })
            .OrderByDescending(row => row.Item1, StringComparer.Ordinal).ToArray();
        report.Line($"{title}; {BenchCommand.Machine.Processor}, kernels {ComputeKernels.Name}");
        report.Line(string.Create(CultureInfo.InvariantCulture,
            $"one worker: {profile.ComputeSeconds * 1e3:F2} ms forward and backward ({profile.FixedSeconds * 1e3:F2} ms of it whatever the batch), ") +
            string.Create(CultureInfo.InvariantCulture, $"{profile.UpdateSeconds * 1e3:F2} ms update, {profile.GradientBytes:N0} bytes of gradients"));
        report.Table(
            ["scaling", "workers", "step ms", "waiting ms", "bucket", "speed-up", "efficiency"],
            rows.Select(row => (IReadOnlyList<string>)
            [
                row.Item1, $"{row.Item2.Workers}", Milliseconds(row.Item2.Prediction.StepSeconds), Milliseconds(row.Item2.Prediction.ExposedSeconds),
                row.Item2.BucketBytes == int.MaxValue ? "all" : Words.Bytes(row.Item2.BucketBytes), Words.Rate(row.Item2.SpeedUp),
                Words.Percent(row.Item2.Efficiency),
            ]), 1, 2, 3, 5, 6);
        report.Json(new JsonObject
        {
            ["machine"] = BenchCommand.Machine.Processor, ["kernels"] = ComputeKernels.Name, ["case"] = title,
            ["latencySeconds"] = links.LatencySeconds, ["megabits"] = links.Megabits, ["computeSeconds"] = profile.ComputeSeconds,
            ["fixedSeconds"] = profile.FixedSeconds, ["updateSeconds"] = profile.UpdateSeconds, ["gradientBytes"] = profile.GradientBytes,
            ["points"] = new JsonArray([.. rows.Select(row => Facts(row.Item1, row.Item2))]),
        });
    }

    private static JsonObject Facts(string scaling, ScalingPoint point) => new()
    {
        ["scaling"] = scaling, ["workers"] = point.Workers, ["stepSeconds"] = point.Prediction.StepSeconds,
        ["exposedSeconds"] = point.Prediction.ExposedSeconds, ["bucketBytes"] = point.BucketBytes == int.MaxValue ? null : point.BucketBytes,
        ["speedUp"] = point.SpeedUp, ["efficiency"] = point.Efficiency,
    };

    private static string Milliseconds(double seconds) => (seconds * 1e3).ToString("F2", CultureInfo.InvariantCulture);
}
