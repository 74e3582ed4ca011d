using Tutti.Communication;
using Tutti.Communication.Launching;
using Tutti.Learning.Modules.Specification;

namespace Tutti.Cli.Benchmarks;

/// <summary>
/// Times whole training steps: gradients from zero, forward, loss, backward, reduction, SGD with momentum 0.9, on data in memory and without
/// a loader, just as the peers' train.py does.
/// </summary>
internal static class StepBenchmark
{
    internal static async Task<BenchmarkCase> RunAsync(StepBenchmarkOptions options, CancellationToken cancellation)
    {
        var model = ModelPresets.Create(options.Model, [1, 28, 28], StepWorker.ClassCount);
        // A repetition is a wait of the other ranks for rank 0's decision, so it must fit into the timeout.
        var outcomes = await Distributor.RunAsync(
            new DistributorOptions { Workers = options.Workers, Name = "bench" },
            (world, token) => new StepWorker(world, model, options).Run(token),
            cancellation).ConfigureAwait(false);
        var first = outcomes[0];
        return BenchmarkCase.From(options.Name, "samples/s", first.SecondsPerStep.Select(seconds => options.BatchSize * options.Workers / seconds)) with
        {
            Details = new Dictionary<string, double>
            {
                ["allocatedBytesPerStep"] = first.AllocatedBytesPerStep,
                ["gen2Collections"] = first.Gen2Collections,
                ["stepsPerRepetition"] = first.StepsPerRepetition,
            },
        };
    }
}
