using System.Numerics.Tensors;
using Tutti.Communication.Collectives;
using Tutti.Learning.Compression;

namespace Tutti.Distributed;

/// <summary>What PowerSGD keeps of one parameter between steps, and where it finds things in a step. Not thread-safe.</summary>
/// <param name="parameter">Which parameter it is.</param>
/// <param name="shape">How it is seen.</param>
/// <param name="gradient">Where the gradient is in a shard's memory.</param>
/// <param name="leftStart">Where P begins among the left factors of a shard.</param>
/// <param name="rightStart">Where Q begins among the right factors of a shard.</param>
/// <param name="ownCount">How many shards this rank owns.</param>
internal sealed class LowRankGradient(int parameter, LowRankShape shape, Range gradient, int leftStart, int rightStart, int ownCount)
{
    // The factors a run begins with are the same for all runs: they only have to meet every gradient, and the second step has others.
    private const ulong Seed = 0;

    private readonly float[] right = new float[shape.RightCount];
    private readonly float[][] residuals = [.. Enumerable.Range(0, ownCount).Select(_ => new float[shape.MatrixCount])];

    /// <summary>The right factor, and what every shard owes.</summary>
    internal IEnumerable<RememberedValues> Remembered(ShardMap map, int rank)
    {
        yield return Of(RememberedValues.Factor, null, right);
        for (var shard = 0; shard < map.ShardCount; shard++)
        {
            var position = map.ShardsOf(rank).IndexOf(shard);
            yield return Of(RememberedValues.Residual, shard, position < 0 ? null : residuals[position]);
        }
    }

    internal void Prepare() => PowerSgd.PrepareRight(shape, right, Seed, parameter);

    /// <summary>Adds what the shard still owes to its gradient, and gives its left factor.</summary>
    internal void LeftProduct(int position, Span<float> shard, Span<float> lefts)
    {
        var matrix = shard[gradient];
        TensorPrimitives.Add(matrix, residuals[position], matrix);
        PowerSgd.LeftProduct(shape, matrix, right, Left(lefts));
    }

    internal void Orthonormalize(Span<float> lefts) => PowerSgd.Orthonormalize(shape, Left(lefts));

    /// <summary>Gives the shard's right factor, and remembers what the factors leave out.</summary>
    internal void RightProduct(int position, ReadOnlySpan<float> shard, Span<float> lefts, Span<float> rights)
    {
        var matrix = shard[gradient];
        var residual = residuals[position];
        PowerSgd.RightProduct(shape, matrix, Left(lefts), Right(rights));
        PowerSgd.Reconstruct(shape, Left(lefts), Right(rights), residual);
        TensorPrimitives.Subtract(matrix, residual, residual);
        // A broken step must not break those after it.
        if (!float.IsFinite(TensorPrimitives.MaxMagnitude<float>(residual))) Array.Clear(residual);
    }

    /// <summary>Takes over the summed right factor, and gives the product of both.</summary>
    internal void Reconstruct(Span<float> lefts, Span<float> rights, Span<float> result)
    {
        Right(rights).CopyTo(right);
        PowerSgd.Reconstruct(shape, Left(lefts), right, result[gradient]);
    }

    private RememberedValues Of(string kind, int? shard, float[]? values) => new(
        kind, parameter, shard, kind == RememberedValues.Factor ? shape.RightCount : shape.MatrixCount,
        values is null ? null : () => values, values is null ? null : kept => kept.CopyTo(values));

    private Span<float> Left(Span<float> lefts) => lefts.Slice(leftStart, shape.LeftCount);

    private Span<float> Right(Span<float> rights) => rights.Slice(rightStart, shape.RightCount);
}
