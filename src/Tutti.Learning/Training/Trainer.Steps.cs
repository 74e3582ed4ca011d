using Tutti.Learning.Data.Loading;
using Tutti.Learning.Modules;
using Tutti.Learning.Optimizers;
using Tutti.Tensors;

namespace Tutti.Learning.Training;

public sealed partial class Trainer
{
    private StepOutcome RunStep(PrefetchingLoader loader, long step, bool wantsToStop)
    {
        for (var position = 0; position < strategy.OwnShards.Length; position++)
        {
            if (!loader.TryGetNext(out var batch)) throw new InvalidOperationException("Trainer: the loader ended before the epochs did.");
            if (batch.Count == 0)
            {
                strategy.SkipShard(position);
                continue;
            }
            strategy.BeginShard(position);
            network.ClearGradients();
            using var randomness = ForwardRandomness.Begin(options.Seed, step, batch.Shard);
            using var together = BatchSynchronization.Begin(strategy.StatisticsExchange);
            strategy.CompleteShard(position, RunShard(batch), (double)batch.Count / batch.BatchCount);
        }
        var outcome = strategy.CompleteStep(wantsToStop);
        if (!float.IsFinite(outcome.Loss))
            throw new TrainingDivergedException(step + 1, outcome.Loss, FirstBrokenParameter(withGradients: true));
        Update();
        return outcome;
    }

    private void Update()
    {
        if (options.ClipNorm is { } largest)
        {
            if (update is null) GradientClipping.ByNorm(parameters, largest);
            else GradientClipping.ByNorm(update.Own, largest, update.GradientNorm());
        }
        optimizer.Step();
        update?.ShareValues();
    }

    // Micro-batches add their gradients up where the shard's gradient is wanted. They are as equal as can be, so that none is left with a
    // single sample, which has no variance to normalise by.
    private float RunShard(in Batch batch)
    {
        var size = Math.Min(options.MicroBatchSize ?? batch.Count, batch.Count);
        var partCount = (batch.Count - 1) / size + 1;
        double weightedLoss = 0;
        for (var part = 0; part < partCount; part++)
        {
            using var scope = TensorScope.Begin();
            var start = (int)((long)batch.Count * part / partCount);
            var count = (int)((long)batch.Count * (part + 1) / partCount) - start;
            var value = loss(network.Forward(batch.Samples(start, count)), batch.Targets(start, count));
            var weight = (double)count / batch.BatchCount;
            // Only the last part's pass makes gradients final.
            value.Backward(weight, part == partCount - 1 && CanFollow(batch) ? finalGradients : null);
            weightedLoss += value.ToScalar() * weight;
        }
        return (float)weightedLoss;
    }

    // A worker whose shard has no samples answers the others' exchanges until their passes are over: a sum that one of them waits for within
    // its pass would wait for that worker, and that worker for the pass.
    private bool CanFollow(in Batch batch)
    {
        if (!strategy.FollowsGradients) return false;
        if (strategy.StatisticsExchange is null) return true;
        for (var shard = 0; shard < strategy.ShardCount; shard++)
            if (progress!.Plan.SliceOf(batch.Step, shard).Count == 0) return false;
        return true;
    }

    // With gradients collective where the update is divided: each rank knows its own part of them, and all come here together.
    private string? FirstBrokenParameter(bool withGradients)
    {
        var summed = update?.Own ?? parameters;
        var first = 0;
        while (first < parameters.ParameterCount && Finiteness.FirstBroken(parameters.Values(first)) < 0
            && !(withGradients && Finiteness.FirstBroken(summed.Gradients(first)) >= 0))
            first++;
        if (withGradients && update is not null) first = (int)strategy.Gather([first]).Min();
        return first < parameters.ParameterCount ? parameters.NameOf(first) : null;
    }
}
