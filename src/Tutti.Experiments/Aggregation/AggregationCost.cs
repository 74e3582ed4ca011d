using Tutti.Distributed;
using Tutti.Learning.Compression;
using Tutti.Tensors;

namespace Tutti.Experiments.Aggregation;

/// <summary>
/// The bytes that workers send in a step, after docs/ALGORITHMS.md: one shard a worker, one bucket, ranks that send messages. Means over the
/// workers, since not all send the same.
/// </summary>
/// <param name="workerCount">P.</param>
/// <param name="parameters">The shapes of the model's parameters.</param>
internal sealed class AggregationCost(int workerCount, IReadOnlyList<Shape> parameters)
{
    // Every parameter begins on a cache line of 16 values, and what a step tells besides gradients takes one.
    private const int LineElements = 16, HeadElements = LineElements, DirectBytes = 16 << 10;

    private int Peers => workerCount - 1;

    /// <summary>The bytes of a shard's gradients as they are summed.</summary>
    internal long GradientBytes => sizeof(float) * (HeadElements + parameters.Sum(shape => (long)(shape.ElementCount + LineElements - 1) / LineElements * LineElements));

    /// <summary>The bytes of a step, and whether they are the most there can be instead of what there must be.</summary>
    internal (double Bytes, bool IsBound) BytesOf(AggregationWay way)
    {
        var compression = GradientCompression.Parse(way.Compression);
        if (compression.CreateCodec() is { } codec)
            return (AllGather(sizeof(float) * HeadElements + parameters.Sum(shape => sizeof(int) + (long)codec.MaximumEncodedBytes(shape.ElementCount))),
                codec is TopKCodec);
        if (compression.PowerSgdRank is { } rank) return (Factors(rank), false);
        return (way.Averaging switch
        {
            GradientAveraging.AllGather => AllGather(GradientBytes),
            // Rank 0 gets what all others have, and one copy of the sum goes to each of them, whoever passes it on.
            GradientAveraging.ReduceBroadcast => AllGather(0) + 2.0 * Peers * GradientBytes / workerCount,
            _ => Sum(GradientBytes),
        }, false);
    }

    // The lengths first, 8 bytes, then the contribution.
    private double AllGather(long own) => Peers * (double)(sizeof(long) + own);

    private double Sum(long bytes) => bytes <= DirectBytes || workerCount == 2 ? (double)Peers * bytes : 2.0 * bytes * Peers / workerCount;

    private double Factors(int rank)
    {
        var matrices = parameters.Select(shape => LowRankShape.Of(shape, rank)).OfType<LowRankShape>().ToArray();
        var rest = HeadElements + parameters.Where(shape => LowRankShape.Of(shape, rank) is null).Sum(shape => (long)shape.ElementCount);
        return Sum(sizeof(float) * (rest + matrices.Sum(matrix => (long)matrix.LeftCount))) +
            Sum(sizeof(float) * matrices.Sum(matrix => (long)matrix.RightCount));
    }
}
