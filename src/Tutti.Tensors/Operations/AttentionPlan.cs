using System.Numerics;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>The operands of an attention in the form the kernels read, one block for each batch and head, and how they are
/// computed.</summary>
internal sealed class AttentionPlan
{
    /// <summary>The multiplications worth a thread; see <see cref="MatMulDriver"/>.</summary>
    private const long MultiplicationsPerThread = 1 << 19;

    private readonly Tensor query, key, value;
    private readonly Tensor? mask;
    private readonly AttentionOptions options;
    private readonly Shape leading;

    internal AttentionPlan(Tensor query, Tensor key, Tensor value, AttentionOptions options)
    {
        (this.query, this.key, this.value) = (WithUnitStride(query), WithUnitStride(key), WithUnitStride(value));
        this.options = options;
        leading = Shape.Create(query.Shape.AsSpan()[..^2]);
        var scores = Shape.Create([.. leading.AsSpan(), query.Shape[-2], key.Shape[-2]]);
        if (options.Mask is { } given)
            mask = new Tensor(
                given.Storage, scores, Broadcasting.Expand(given.Shape, given.Strides, scores), given.Offset, ElementType.Int64);
        Dropper = new Dropper(options.DropoutProbability, options.DropoutStream);
        RowStride = AttentionBlock<float>.RowStrideOf(key.Shape[-2]);
    }

    internal long WeightCount => (long)leading.ElementCount * query.Shape[-2] * RowStride;

    internal Dropper Dropper { get; }

    internal int RowStride { get; }

    internal int BlockCount => leading.ElementCount;

    internal int Grain => (int)Math.Clamp(
        MultiplicationsPerThread / Math.Max(1, (long)query.Shape[-2] * key.Shape[-2] * (query.Shape[-1] + value.Shape[-1])),
        1, int.MaxValue);

    /// <summary>A dense memory order for a shape in which dimensions follow one another as in a tensor, the last being
    /// contiguous.</summary>
    internal static Strides OrderLike(Tensor tensor, Shape shape)
    {
        var last = shape.Rank - 1;
        var strides = new int[shape.Rank];
        var step = shape[last];
        strides[last] = 1;
        // Smallest stride first; of equals the later dimension.
        foreach (var dimension in Enumerable.Range(0, last).Reverse().OrderBy(dimension => tensor.Strides[dimension]))
        {
            strides[dimension] = step;
            step *= Math.Max(1, shape[dimension]);
        }
        return new Strides(strides);
    }

    /// <summary>Memory for the weights of all blocks, rows <see cref="RowStride"/> apart.</summary>
    internal Tensor AllocateWeights() => Tensor.Allocate([BlockCount, query.Shape[-2], RowStride], query.ElementType);

    /// <summary>Computes the result, and the weights if there is memory for them.</summary>
    internal void Forward(Tensor? weights, Tensor result)
    {
        if (query.ElementType == ElementType.Float32) Forward<float>(weights, result);
        else Forward<double>(weights, result);
        KeepAlive();
    }

    /// <summary>Computes the operands' gradients, all of them, from the weights if they were saved.</summary>
    internal void Backward(Tensor? weights, Tensor upstream, Tensor ofQuery, Tensor ofKey, Tensor ofValue)
    {
        if (upstream.ElementCount == 0)
        {
            // Nothing was computed, so nothing matters.
            foreach (var gradient in (ReadOnlySpan<Tensor>)[ofQuery, ofKey, ofValue]) gradient.Bytes().Clear();
            return;
        }
        upstream = WithUnitStride(upstream);
        if (query.ElementType == ElementType.Float32) Backward<float>(weights, upstream, ofQuery, ofKey, ofValue);
        else Backward<double>(weights, upstream, ofQuery, ofKey, ofValue);
        GC.KeepAlive(upstream);
        KeepAlive();
    }

    /// <summary>[batch, L, S]: the mean of the weights over the heads, the last of the leading dimensions.</summary>
    internal Tensor MeanOverHeads(Tensor weights, int headCount)
    {
        var (queries, keys) = (query.Shape[-2], key.Shape[-2]);
        var batches = BlockCount / headCount;
        var view = new Tensor(weights.Storage, [batches, headCount, queries, keys],
            new Strides([headCount * queries * RowStride, queries * RowStride, RowStride, 1]), weights.Offset, weights.ElementType);
        using var pause = NoGradient.Begin();
        return view.Mean([1]);
    }

    internal AttentionBlock<T> Block<T>(int index) where T : unmanaged, IFloatingPointIeee754<T> => new()
    {
        Query = From<T>(query, index), QueryStride = query.Strides[query.Shape.Rank - 2],
        Key = From<T>(key, index), KeyStride = key.Strides[key.Shape.Rank - 2],
        Value = From<T>(value, index), ValueStride = value.Strides[value.Shape.Rank - 2],
        Queries = query.Shape[-2], Keys = key.Shape[-2], Width = query.Shape[-1], ValueWidth = value.Shape[-1],
        Scale = T.CreateTruncating(options.Scale ?? 1 / Math.Sqrt(query.Shape[-1])),
        IsCausal = options.IsCausal,
        Mask = mask is null ? default : From<long>(mask, index),
        MaskRow = mask is null ? 0 : mask.Strides[mask.Shape.Rank - 2], MaskColumn = mask is null ? 0 : mask.Strides[mask.Shape.Rank - 1],
        Dropper = Dropper, FirstElement = (ulong)index * (ulong)query.Shape[-2] * (ulong)RowStride,
    };

    /// <summary>The memory of a tensor from a block's first element on.</summary>
    internal static Span<T> From<T>(Tensor tensor, int block) where T : unmanaged
    {
        if (tensor.ElementCount == 0) return default;
        var start = 0;
        for (var dimension = tensor.Shape.Rank - 3; dimension >= 0; dimension--)
        {
            (block, var index) = Math.DivRem(block, tensor.Shape[dimension]);
            start += index * tensor.Strides[dimension];
        }
        return tensor.Memory<T>()[start..];
    }

    internal static Tensor WithUnitStride(Tensor tensor) =>
        tensor.Strides[tensor.Shape.Rank - 1] == 1 || tensor.Shape[-1] == 1 ? tensor : Shaping.InRowMajorOrder(tensor);

    private void Forward<T>(Tensor? weights, Tensor result) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (result.ElementCount > 0) ParallelRange.Run(BlockCount, Grain, new ForwardBlocks<T>(this, weights, result));
        else if (weights is not null) weights.Bytes().Clear();
    }

    private void Backward<T>(Tensor? weights, Tensor upstream, Tensor ofQuery, Tensor ofKey, Tensor ofValue)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ParallelRange.Run(BlockCount, Grain, new BackwardBlocks<T>(this, weights, upstream, ofQuery, ofKey, ofValue));

    private void KeepAlive()
    {
        GC.KeepAlive(query);
        GC.KeepAlive(key);
        GC.KeepAlive(value);
        GC.KeepAlive(mask);
    }

    private readonly struct ForwardBlocks<T>(AttentionPlan plan, Tensor? weights, Tensor result) : IRangeBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int start, int end)
        {
            for (var index = start; index < end; index++)
                KernelSelector.For<T>().Attend(plan.Block<T>(index), weights is null ? default : From<T>(weights, index),
                    From<T>(result, index), result.Strides[result.Shape.Rank - 2]);
        }
    }

    private readonly struct BackwardBlocks<T>(
        AttentionPlan plan, Tensor? weights, Tensor upstream, Tensor ofQuery, Tensor ofKey, Tensor ofValue) : IRangeBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int start, int end)
        {
            for (var index = start; index < end; index++)
                KernelSelector.For<T>().AttendGradient(plan.Block<T>(index), weights is null ? default : From<T>(weights, index), new()
                {
                    Upstream = From<T>(upstream, index), UpstreamStride = Row(upstream),
                    Query = From<T>(ofQuery, index), QueryStride = Row(ofQuery),
                    Key = From<T>(ofKey, index), KeyStride = Row(ofKey),
                    Value = From<T>(ofValue, index), ValueStride = Row(ofValue),
                });
        }

        private static int Row(Tensor tensor) => tensor.Strides[tensor.Shape.Rank - 2];
    }
}
