using Tutti.Communication.Collectives;
using Tutti.Communication.Simulation;

namespace Tutti.Communication.Tests.Simulation;

/// <summary>
/// A loop like data-parallel training, in which every rank has another number of samples in every step, often none, and needs its time: shards are summed,
/// weighted by samples, now and then there is something else to agree on, and all ranks must end with the same weights.
/// </summary>
internal static class UnevenTraining
{
    private const int ElementCount = 37;

    /// <returns>The weights.</returns>
    internal static float[] Run(SimulatedRank rank, int seed, int stepCount)
    {
        var group = rank.Group;
        var plan = new Random(seed);
        var size = group.Size;
        var map = new ShardMap([.. Enumerable.Range(0, plan.Next(1, 2 * size + 1)).Select(_ => plan.Next(size))], size);
        var buffer = group.AllocateShards(map, ElementCount + 1);
        var weights = new float[ElementCount];
        for (var step = 0; step < stepCount; step++)
        {
            // Every rank knows who has how many samples in each step, and takes its part.
            var samples = Enumerable.Range(0, map.ShardCount).Select(_ => Math.Max(0, plan.Next(-20, 30))).ToArray();
            var own = map.ShardsOf(group.Rank);
            for (var position = 0; position < own.Length; position++)
                Fill(buffer.Shard(position).Span, own[position], step, samples[own[position]]);
            rank.Work(TimeSpan.FromMicroseconds(own.ToArray().Sum(shard => 200 * samples[shard])));
            group.SumShards(buffer);
            var total = buffer.Result.Span[ElementCount];
            SimulationProblem.If(total != samples.Sum(), $"step {step}: {total} samples, expected {samples.Sum()}");
            for (var i = 0; i < ElementCount && total > 0; i++) weights[i] += buffer.Result.Span[i] / total;
            if (plan.Next(3) == 0) Agree(group, samples, plan.Next(size));
        }

        var all = group.AllGather<float>(weights);
        for (var peer = 0; peer < size; peer++)
            SimulationProblem.If(!weights.AsSpan().SequenceEqual(all.AsSpan(peer * ElementCount, ElementCount)), $"rank {peer} has other weights");
        return weights;
    }

    private static void Fill(Span<float> shard, int number, int step, int samples)
    {
        for (var i = 0; i < ElementCount; i++) shard[i] = samples * MathF.Sin(number + 31 * step + i);
        shard[ElementCount] = samples;
    }

    // A metric, uneven predictions, a decision of one rank.
    private static void Agree(ProcessGroup group, int[] samples, int root)
    {
        long[] metric = [group.Rank, 1];
        group.AllReduce(metric.AsSpan());
        SimulationProblem.If(metric[1] != group.Size, $"the sum of ones is {metric[1]}");
        var predictions = group.AllGather<short>(new short[samples[0] * group.Rank]);
        var expected = samples[0] * Enumerable.Range(0, group.Size).Sum();
        SimulationProblem.If(predictions.Length != expected, $"{predictions.Length} predictions, expected {expected}");
        int[] decision = [group.Rank];
        group.Broadcast(decision.AsSpan(), root);
        SimulationProblem.If(decision[0] != root, $"the decision of rank {decision[0]}, expected {root}'s");
    }
}
