using Tutti.Learning.Training;

namespace Tutti.Distributed.Tests;

/// <summary>Trains a <see cref="LinearModel"/> under a strategy, as a trainer would, and by hand in the documented order.</summary>
internal static class LinearTraining
{
    internal const int Steps = 12;
    private const float Rate = 0.01f;

    /// <summary>Loss bits of each step.</summary>
    internal static int[] Run(ITrainingStrategy strategy, LinearModel model, Func<int, int> batchSize)
    {
        strategy.Attach(model);
        return [.. Enumerable.Range(0, Steps).Select(step => BitConverter.SingleToInt32Bits(Step(strategy, model, Batch(step, batchSize(step)))))];
    }

    internal static float Step(ITrainingStrategy strategy, LinearModel model, (float[][] Inputs, float[] Targets) batch)
    {
        for (var position = 0; position < strategy.OwnShards.Length; position++)
        {
            var (first, end) = PartOf(strategy.OwnShards[position], strategy.ShardCount, batch.Targets.Length);
            if (first == end)
            {
                strategy.SkipShard(position);
                continue;
            }

            strategy.BeginShard(position);
            strategy.CompleteShard(position, model.Learn(batch.Inputs, batch.Targets, first, end), (double)(end - first) / batch.Targets.Length);
        }

        var loss = strategy.CompleteStep(wantsToStop: false).Loss;
        model.Descend(Rate);
        return loss;
    }

    /// <summary>The same training by one process that adds shard gradients in the tree's order.</summary>
    internal static int[] RunByHand(int shardCount, LinearModel model, Func<int, int> batchSize)
    {
        return [.. Enumerable.Range(0, Steps).Select(step =>
        {
            var (inputs, targets) = Batch(step, batchSize(step));
            var shards = Enumerable.Range(0, shardCount).Select(shard =>
            {
                var (first, end) = PartOf(shard, shardCount, targets.Length);
                var loss = model.Learn(inputs, targets, first, end);
                return Enumerable.Range(0, model.ParameterCount).SelectMany(index => model.Gradients(index).ToArray()).Append(loss).ToArray();
            }).ToArray();
            var sum = Enumerable.Range(0, shards[0].Length).Select(i => Tree(shards, 0, shardCount, i)).ToArray();
            var rest = sum.AsSpan();
            for (var index = 0; index < model.ParameterCount; index++)
            {
                var gradient = model.Gradients(index);
                rest[..gradient.Length].CopyTo(gradient);
                rest = rest[gradient.Length..];
            }

            model.Descend(Rate);
            return BitConverter.SingleToInt32Bits(sum[^1]);
        })];
    }

    internal static (float[][] Inputs, float[] Targets) Batch(int step, int size)
    {
        var random = new Random(step);
        return ([.. Enumerable.Range(0, size).Select(_ => Enumerable.Range(0, LinearModel.Width).Select(_ => random.NextSingle() - 0.5f).ToArray())],
            [.. Enumerable.Range(0, size).Select(_ => random.NextSingle())]);
    }

    private static (int First, int End) PartOf(int shard, int shardCount, int size) => (size * shard / shardCount, size * (shard + 1) / shardCount);

    private static float Tree(float[][] shards, int first, int count, int element)
    {
        if (count == 1) return shards[first][element];
        var k = 1;
        while (2 * k < count) k *= 2;
        return Tree(shards, first, k, element) + Tree(shards, first + k, count - k, element);
    }
}
