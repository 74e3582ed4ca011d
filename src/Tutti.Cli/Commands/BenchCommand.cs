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

    internal static MachineFacts Machine { get; } = MachineFacts.Find(ComputeKernels.Name);

    internal static Command Create(Terminal terminal) => new Verb("bench", "Measures this machine: matrix products, training steps, sums over ranks, starting workers")
    {
        CreateGemm(terminal), CreateStep(terminal), CreateAllReduce(terminal), CreateLaunch(terminal), CreateLaunchProbe(terminal),
        ScalingModelCommand.Create(terminal),
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
        var workers = new ValueOption("--workers", "N", "Workers (default: 1)");
        var isolation = new ValueOption("--isolation", "KIND", $"What a worker is: {string.Join(", ", WorkerKinds.Isolations)} (default: thread)");
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
            var options = new StepBenchmarkOptions
            {
                Model = name,
                Isolation = kind,
                BatchSize = batchSize.Read(invocation.Parse)?.WholeNumber(1) ?? StepWorkload.Create(name).BatchSize,
                Workers = workers.Read(invocation.Parse)?.WholeNumber(1, MostThreads) ?? 1,
                Threads = threads.Read(invocation.Parse)?.WholeNumber(1, MostThreads) ?? 1,
                Repetitions = ReadRepetitions(invocation, repetitions),
            };
            return Finish(invocation, [await StepBenchmark.RunAsync(options, invocation.Cancellation).ConfigureAwait(false)]);
        });
        return command;
    }

    private static Verb CreateAllReduce(Terminal terminal)
    {
        var ranks = new ValueOption("--ranks", "N", "How many ranks (default: 2)");
        var transport = new ValueOption("--transport", "NAME",
            $"How bytes move: {string.Join(", ", AllReduceBenchmark.Transports)} (default: shared-memory)");
        var sizes = new ValueOption("--sizes", "LIST", "Bytes to sum, divided by commas (default: 4096,65536,1048576,16777216,67108864)");
        var fast = new Option<bool>("--fast") { Description = "Give up the fixed order of sums: MPI's own all-reduce, a ring over TCP" };
        var repetitions = new ValueOption("--repetitions", "N", "How many values the median is of (default: 9)");
        var command = new Verb("allreduce", "Sums over ranks, by size in bytes: in memory of the group, and in private memory")
        {
            Examples = ["tutti bench allreduce --ranks 2 --transport shared-memory --json", "tutti bench allreduce --transport mpi --fast --sizes 4096,1048576"],
        };
        foreach (var option in new[] { ranks, transport, sizes, repetitions }) command.Add(option.Option);
        command.Add(fast);
        Invocation.Bind(command, terminal, async invocation =>
        {
            var cases = await AllReduceBenchmark.RunAsync(
                ranks.Read(invocation.Parse)?.WholeNumber(1, MostThreads) ?? 2,
                WorkerKinds.TransportOf(transport.Read(invocation.Parse)?.OneOf(AllReduceBenchmark.Transports) ?? "shared-memory"),
                new AllReduceArguments
                {
                    Sizes = sizes.Read(invocation.Parse) is { } list ? AllReduceBenchmark.ReadSizes(list) : [4096, 65536, 1 << 20, 1 << 24, 1 << 26],
                    Repetitions = repetitions.Read(invocation.Parse)?.WholeNumber(1, 1000) ?? 9, Any = invocation.Parse.GetValue(fast),
                }, invocation.Cancellation).ConfigureAwait(false);
            return Finish(invocation, [.. cases]);
        });
        return command;
    }

    private static Verb CreateLaunch(Terminal terminal)
    {
        var ranks = new ValueOption("--ranks", "N", "How many workers (default: 2)");
        var repetitions = CreateRepetitions();
        var command = new Verb("launch", "From nothing to the first sum over workers, and to the end") { Examples = ["tutti bench launch --json"] };
        command.Add(ranks.Option);
        command.Add(repetitions.Option);
        Invocation.Bind(command, terminal, async invocation => Finish(invocation, [.. await LaunchBenchmark.RunAsync(
            ranks.Read(invocation.Parse)?.WholeNumber(1, MostThreads) ?? 2, ReadRepetitions(invocation, repetitions),
            invocation.Cancellation).ConfigureAwait(false)]));
        return command;
    }

    private static Verb CreateLaunchProbe(Terminal terminal)
    {
        var ranks = new Argument<int>("ranks");
        var command = new Verb(LaunchBenchmark.Probe, "One sum over processes: what 'bench launch' times as a whole") { Hidden = true };
        command.Add(ranks);
        Invocation.Bind(command, terminal, async invocation =>
        {
            await LaunchBenchmark.SumAsync(invocation.Parse.GetValue(ranks), Communication.Launching.Isolation.Process, invocation.Cancellation).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static int ReadRepetitions(Invocation invocation, ValueOption repetitions) => repetitions.Read(invocation.Parse)?.WholeNumber(1, 1000) ?? 7;

    internal static ValueOption CreateThreads() => new("--threads", "N", "Compute threads a worker (default: 1)");

    private static ValueOption CreateRepetitions() => new("--repetitions", "N", "How many values the median is of (default: 7)");

    private static BenchmarkOptions ReadOptions(Invocation invocation, ValueOption threads, ValueOption repetitions) => new()
    {
        Threads = threads.Read(invocation.Parse)?.WholeNumber(1, MostThreads) ?? 1,
        Repetitions = ReadRepetitions(invocation, repetitions),
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
