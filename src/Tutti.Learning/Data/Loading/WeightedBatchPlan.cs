using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Tutti.Tensors.Random;

namespace Tutti.Learning.Data.Loading;

/// <summary>
/// A plan whose samples are drawn with replacement, anew each epoch, in proportion to weights: for instance so that rare classes come as
/// often as others. An epoch draws as many samples as there are; batches and slices are the plain plan's. Drawing takes constant time a
/// sample (the alias method: Walker, 1977; tables as Vose builds them, 1991). Immutable and thread-safe.
/// </summary>
/// <remarks>An epoch's draws are Philox keyed by (seed, shuffling, epoch).</remarks>
public sealed class WeightedBatchPlan : BatchPlan
{
    private readonly AliasTable table;

    /// <summary>Makes a plan.</summary>
    /// <param name="weights">One weight a sample: finite, at least 0, not all 0; samples of weight 0 never come.</param>
    /// <param name="batchSize">The global batch size, all shards together; at least 1.</param>
    /// <param name="shardCount">How many logical shards a step has; at least 1.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="ArgumentException">
    /// A weight is not finite or negative, all are 0, there is none, or a count is less than 1.
    /// </exception>
    public WeightedBatchPlan(IReadOnlyList<double> weights, int batchSize, int shardCount, ulong seed)
        : base(CountOf(weights), CountOf(weights), batchSize, shardCount, seed)
    {
        table = new AliasTable(weights);
        double[] values = [.. weights];
        Identity = $"weighted {Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<double>(values)))}";
    }

    internal override string Identity { get; }

    private protected override void FillOrder(int epoch, Span<int> rows)
    {
        var random = new CounterRandom(Seed, RandomPurpose.Shuffling, (ulong)epoch);
        for (var index = 0; index < rows.Length; index++) rows[index] = table.Draw(ref random);
    }

    private static int CountOf(IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.Count;
    }
}
