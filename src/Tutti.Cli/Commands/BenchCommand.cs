using System.CommandLine;
using System.Text.Json.Nodes;
using Tutti.Cli.Arguments;
using Tutti.Cli.Benchmarks;
using Tutti.Cli.Output;
using Tutti.Learning.Runs;
using Tutti.Tensors.Kernels;

namespace Tutti.Cli.Commands;

/// <summary><c>tutti bench</c>: figures of this machine, to be set beside the peers'.</summary>
internal static class BenchCommand
{
    private const int MostThreads = 1024;

    private static MachineFacts Machine { get; } = MachineFacts.Find(ComputeKernels.Name);

    internal static Command Create(Terminal terminal) => new Verb("bench", "Measures this machine: matrix products, training steps")
    {
        CreateGemm(terminal), CreateStep(terminal),
    };

    private static Verb CreateGemm(Terminal terminal)
    {
        var threads = CreateThreads();
        var repetitions = CreateRepetitions();
        var command = new Verb("gemm", "Matrix products, with the shapes of back-propagation") { Examples = ["tutti bench gemm --threads 1 --json"] };
        command.Add(threads.Option);
        command.Add(repetitions.Option);
        Invocation.Bind(command, terminal, invocation =>
        {
            var options = ReadOptions(invocation, threads, repetitions);
            var cases = MatMulShape.All.Select(shape => Announce(invocation, MatMulBenchmark.Run(shape, options, invocation.Cancellation))).ToArray();
            return Finish(invocation, cases);
        });
        return command;
    }

    private static Verb CreateStep(Terminal terminal)
    {
        var model = new ValueOption("--model", "NAME", $"The model (default: mlp): {string.Join(", ", StepWorkload.Names)}");
        var batchSize = new ValueOption("--batch-size", "N", "Samples a worker and step (default: 64; gpt: 16 texts)");
        var workers = new ValueOption("--workers", "N", "Thread workers (default: 1)");
        var isolation = new ValueOption("--isolation", "KIND", "What a worker is (default: thread)");
        var threads = CreateThreads();
        var repetitions = CreateRepetitions();
        var command = new Verb("step", "Whole training steps: forward, loss, backward, reduction, update")
        {
            Examples = ["tutti bench step --model mlp --batch-size 64 --workers 1 --threads 1", "tutti bench step --model cnn --workers 2 --json"],
        };
        foreach (var option in new[] { model, batchSize, workers, isolation, threads, repetitions }) command.Add(option.Option);
        Invocation.Bind(command, terminal, async invocation =>
        {
            var kind = isolation.Read(invocation.Parse)?.OneOf(WorkerKinds.Isolations) ?? WorkerKinds.Thread;
            var name = model.Read(invocation.Parse)?.OneOf(StepWorkload.Names) ?? "mlp";
            var workload = StepWorkload.Create(name);
            var options = new StepBenchmarkOptions
            {
                Model = name,
                Workload = workload,
                BatchSize = batchSize.Read(invocation.Parse)?.WholeNumber(1) ?? workload.BatchSize,
                Workers = workers.Read(invocation.Parse)?.WholeNumber(1, MostThreads) ?? 1,
                Measuring = ReadOptions(invocation, threads, repetitions),
            };
            return Finish(invocation, [await StepBenchmark.RunAsync(options, invocation.Cancellation).ConfigureAwait(false)]);
        });
        return command;
    }

    private static ValueOption CreateThreads() => new("--threads", "N", "Compute threads a worker (default: 1)");

    private static ValueOption CreateRepetitions() => new("--repetitions", "N", "How many values the median is of (default: 7)");

    private static BenchmarkOptions ReadOptions(Invocation invocation, ValueOption threads, ValueOption repetitions) => new()
    {
        Threads = threads.Read(invocation.Parse)?.WholeNumber(1, MostThreads) ?? 1,
        Repetitions = repetitions.Read(invocation.Parse)?.WholeNumber(1, 1000) ?? 7,
    };

    private static BenchmarkCase Announce(Invocation invocation, BenchmarkCase done)
    {
        if (!invocation.IsQuiet) invocation.Terminal.Error.WriteLine($"{done.Name}: {Words.Rate(done.Median)} {done.Unit}");
        return done;
    }

    private static int Finish(Invocation invocation, BenchmarkCase[] cases)
    {
        var report = invocation.Report;
        report.Line($"{Machine.Processor}, kernels {ComputeKernels.Name} ({ComputeKernels.Reason})");
        report.Table(
            ["case", "median", "least", "greatest", "unit", "more"],
            cases.Select(done => (IReadOnlyList<string>)
            [
                done.Name, Words.Rate(done.Median), Words.Rate(done.Min), Words.Rate(done.Max), done.Unit,
                string.Join(", ", done.Details.Select(detail => $"{detail.Key} {Words.Number(detail.Value)}")),
            ]), 1, 2, 3);
        report.Json(new JsonObject
        {
            ["machine"] = Machine.Processor,
            ["kernels"] = ComputeKernels.Name,
            ["cases"] = new JsonArray([.. cases.Select(Facts)]),
        });
        return ExitCode.Done;
    }

    private static JsonObject Facts(BenchmarkCase done)
    {
        var facts = new JsonObject
        {
            ["name"] = done.Name, ["median"] = done.Median, ["min"] = done.Min, ["max"] = done.Max, ["unit"] = done.Unit,
            ["repetitions"] = done.Repetitions,
        };
        foreach (var (name, value) in done.Details) facts[name] = value;
        return facts;
    }
}
