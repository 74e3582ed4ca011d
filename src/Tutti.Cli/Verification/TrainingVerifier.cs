using Tutti.Communication;
using Tutti.Communication.Launching;
using Tutti.Distributed;
using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
using Tutti.Learning.Training;
using Tutti.Tensors;

namespace Tutti.Cli.Verification;

/// <summary>
/// Runs a case of kind <c>training</c>: every step's loss and rate, the first gradients, the final parameters and buffers. A data-parallel
/// case runs through the same strategy, threads and reduction as <c>tutti train</c>, once alone and once with a worker a shard.
/// </summary>
internal static class TrainingVerifier
{
    internal static async Task<GoldenComparison> RunAsync(GoldenCase golden, CancellationToken cancellation)
    {
        if (golden.Operation == "learning_rate_schedule") return ScheduleVerifier.Run(golden);
        if (golden.Operation is not ("training" or "data_parallel_training"))
            throw new UnsupportedCaseException($"no training '{golden.Operation}'");
        var described = new TrainingCase(golden);
        described.CreateNetwork();
        var comparison = new GoldenComparison(golden.Rtol, golden.Atol);
        if (described.Shards is not { } shards)
        {
            Compare(golden, described, Train(described, new SingleWorker(), [described.BatchSize]), comparison);
            return comparison;
        }
        foreach (var workers in new[] { 1, shards.Count }.Distinct())
        {
            var outcomes = await Distributor.RunAsync(
                new DistributorOptions { Workers = workers, Name = golden.Name },
                (world, _) => Train(described, new DataParallel(world, new DataParallelOptions { ShardCount = shards.Count }), shards),
                cancellation).ConfigureAwait(false);
            foreach (var outcome in outcomes) Compare(golden, described, outcome, comparison);
        }
        return comparison;
    }

    private static Outcome Train(TrainingCase described, ITrainingStrategy strategy, IReadOnlyList<int> shards)
    {
        var network = described.CreateNetwork();
        var parameters = new ModelParameters(network);
        var optimizer = described.CreateOptimizer();
        optimizer.Attach(parameters);
        strategy.Attach(parameters);
        var schedule = new ScheduleRun(described.Schedule, optimizer, described.StepCount);
        var losses = new float[described.StepCount];
        var rates = new float[described.StepCount];
        var firstGradients = new Dictionary<string, float[]>();
        for (var step = 0; step < described.StepCount; step++)
        {
            schedule.Prepare(step);
            losses[step] = Step(described, network, strategy, shards, step);
            rates[step] = (float)optimizer.LearningRate;
            if (step == 0)
                for (var i = 0; i < parameters.ParameterCount; i++)
                    firstGradients[parameters.NameOf(i)] = parameters.Gradients(i).ToArray();
            if (described.MaximumNorm is { } most) GradientClipping.ByNorm(parameters, most);
            optimizer.Step();
            schedule.Report(losses[step]);
        }
        var finals = network.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value.ToArray<float>());
        var buffers = network.Buffers.ToDictionary(buffer => buffer.Name, buffer => buffer.Value);
        return new Outcome(losses, rates, firstGradients, finals, buffers);
    }

    private static float Step(TrainingCase described, Module network, ITrainingStrategy strategy, IReadOnlyList<int> shards, int step)
    {
        for (var position = 0; position < strategy.OwnShards.Length; position++)
        {
            var shard = strategy.OwnShards[position];
            using var scope = TensorScope.Begin();
            var (input, target) = described.Rows(step, shards.Take(shard).Sum(), shards[shard]);
            strategy.BeginShard(position);
            network.ClearGradients();
            var weight = (double)shards[shard] / described.BatchSize;
            var loss = described.Loss(network.Forward(input), target);
            loss.Backward(weight);
            strategy.CompleteShard(position, (float)(loss.ToScalar() * weight), weight);
        }
        return strategy.CompleteStep(wantsToStop: false).Loss;
    }

    private static void Compare(GoldenCase golden, TrainingCase described, Outcome outcome, GoldenComparison comparison)
    {
        comparison.Check("losses", outcome.Losses, golden.Tensor("losses").AsSpan<float>());
        comparison.Check("learning_rates", outcome.LearningRates, golden.Tensor("learning_rates").AsSpan<float>());
        foreach (var name in described.ParameterNames)
        {
            var first = golden.Tensor($"first_gradient.{name}").AsSpan<float>();
            comparison.Check($"first_gradient.{name}", outcome.FirstGradients[name], first);
            comparison.Check($"final.{name}", outcome.FinalValues[name], golden.Tensor($"final.{name}").AsSpan<float>());
        }
        foreach (var (name, value) in outcome.Buffers) comparison.Check($"final.{name}", value, golden.Tensor($"final.{name}"));
    }

    private sealed record Outcome(
        float[] Losses, float[] LearningRates, Dictionary<string, float[]> FirstGradients, Dictionary<string, float[]> FinalValues,
        Dictionary<string, Tensor> Buffers);
}
