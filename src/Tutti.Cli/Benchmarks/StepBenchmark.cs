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
            new DistributorOptions { Workers = options.Workers, Name = "bench" },
            (world, token) => new StepWorker(world, options.Workload, options).Run(token),
            cancellation).ConfigureAwait(false);
        var first = outcomes[0];
        var figures = BenchmarkCase.From(options.Name, "samples/s",
            first.SecondsPerStep.Select(seconds => options.BatchSize * options.Workers / seconds));
        var details = new Dictionary<string, double>
        {
            ["allocatedBytesPerStep"] = first.AllocatedBytesPerStep,
            ["gen2Collections"] = first.Gen2Collections,
            ["stepsPerRepetition"] = first.StepsPerRepetition,
        };
        if (options.Workload.Tokens is { } tokens) details["tokensPerSecond"] = figures.Median * tokens;
        return figures with { Details = details };
    }
}
