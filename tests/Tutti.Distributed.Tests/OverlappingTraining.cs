using Tutti.Communication;
using Tutti.Learning.Modules;
using Tutti.Learning.Training;
using Tutti.Tensors;

namespace Tutti.Distributed.Tests;

/// <summary>
/// A training by hand whose backward pass tells which gradients are final. Every third step leaves the middle layer out, on some shards only:
/// its parameters are unused there, which no flag announces; and one shard is skipped once.
/// </summary>
internal static class OverlappingTraining
{
    /// <summary>The bits of the weights.</summary>
    internal static int[] Train(World world, DataParallelOptions options)
    {
        Linear[] layers = [new(6, 8), new(8, 8), new(8, 3)];
        var network = new Sequential(layers);
        network.Initialize(seed: 4);
        var parameters = new ModelParameters(network);
        var strategy = new DataParallel(world, options);
        strategy.Attach(parameters);
        var update = strategy.DivideUpdate(canDivideParameters: true);
        var own = update?.Own ?? parameters;
        var final = new FinalGradients(parameters, strategy);
        for (var step = 0; step < 9; step++)
        {
            for (var position = 0; position < strategy.OwnShards.Length; position++)
            {
                var shard = strategy.OwnShards[position];
                if (step == 4 && shard == 1)
                {
                    strategy.SkipShard(position);
                    continue;
                }
                using var scope = TensorScope.Begin();
                strategy.BeginShard(position);
                network.ClearGradients();
                var hidden = layers[0].Forward(Input(step, shard)).Tanh();
                if (step % 3 != 0 || shard % 2 != 0) hidden = layers[1].Forward(hidden).Tanh();
                var loss = layers[2].Forward(hidden).Tanh().Mean();
                loss.Backward(0.25, final);
                strategy.CompleteShard(position, (float)loss.ToScalar(), 0.25);
            }
            strategy.CompleteStep(wantsToStop: false);
            for (var index = 0; index < own.ParameterCount; index++)
                for (var i = 0; i < own.Values(index).Length; i++) own.Values(index)[i] -= own.Gradients(index)[i];
            update?.ShareValues();
        }
        return [.. Enumerable.Range(0, parameters.ParameterCount).SelectMany(index => parameters.Values(index).ToArray()).Select(BitConverter.SingleToInt32Bits)];
    }

    private static Tensor Input(int step, int shard)
    {
        var random = new Random(100 * step + shard);
        return Tensor.From(Enumerable.Range(0, 30).Select(_ => random.NextSingle() - 0.5f).ToArray(), [5, 6]);
    }
}
