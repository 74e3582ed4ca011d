using Tutti.Cli.Arguments;
using Tutti.Communication;
using Tutti.Communication.Launching;

namespace Tutti.Cli.Benchmarks;

/// <summary>
/// Times whole training steps: gradients from zero, forward, loss, backward, reduction, update, on data in memory and without
/// a loader, just as the peers' train.py and misc.py do.
/// </summary>
internal static class StepBenchmark
{
    internal static async Task<BenchmarkCase> RunAsync(StepBenchmarkOptions options, CancellationToken cancellation)
    {
        // A repetition is a wait of the other ranks for rank 0's decision, so it must fit into the timeout.
        var outcomes = await Distributor.RunAsync(
            new DistributorOptions { Workers = options.Workers, Isolation = WorkerKinds.IsolationOf(options.Isolation), Name = "bench" },
            Measure, options, cancellation).ConfigureAwait(false);
        var first = outcomes[0];
        var figures = BenchmarkCase.From(options.Name, "samples/s",
            first.SecondsPerStep.Select(seconds => options.BatchSize * options.Workers / seconds));
        var details = new Dictionary<string, double>
        {
            ["allocatedBytesPerStep"] = first.AllocatedBytesPerStep,
            ["gen2Collections"] = first.Gen2Collections,
            ["stepsPerRepetition"] = first.StepsPerRepetition,
        };
        if (StepWorkload.Create(options.Model).Tokens is { } tokens) details["tokensPerSecond"] = figures.Median * tokens;
        return figures with { Details = details };
    }

    private static StepWorker.Outcome Measure(World world, StepBenchmarkOptions options, CancellationToken cancellation) =>
        new StepWorker(world, StepWorkload.Create(options.Model), options).Run(cancellation);
}
