using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

// B batch and heads (all leading dimensions together), L queries, S keys, E width, V width of values

/// <summary>Scaled dot-product attention as one operation.</summary>
internal static class Attention
{
    /// <summary>
    /// The most weights that are saved for the gradient: 64 MB. Beyond that they are computed again, which needs no memory but takes
    /// longer:
    /// measured at 64 to 1,024 keys of width 32, by a sixth to a third of forward and backward together.
    /// </summary>
    private const long MostSavedWeights = 1 << 24;

    internal static Tensor Run(Tensor query, Tensor key, Tensor value, AttentionOptions options)
    {
        AttentionChecks.Run(query, key, value, options);
        var plan = new AttentionPlan(query, key, value, options);
        var shape = Shape.Create([.. query.Shape.AsSpan()[..^1], value.Shape[-1]]);
        var result = Tensor.Allocate(shape, AttentionPlan.OrderLike(query, shape), query.ElementType);
        var weights = Graph.WillRecord(query, key, value) && plan.WeightCount <= MostSavedWeights ? plan.AllocateWeights() : null;
        plan.Forward(weights, result);
        return Graph.Record(Primitives.ScaledDotProductAttention, result, [query, key, value], options,
            workspace: weights is null ? null : [weights]);
    }

    /// <summary>
    /// The same for queries, keys and values side by side in one tensor [batch, time, 3 · width], as one product makes them; the result
    /// [batch, time, width] has the heads side by side. With weights wanted, they are returned too.
    /// </summary>
    internal static Tensor RunPacked(Tensor packed, int headCount, AttentionOptions options, bool needsWeights, out Tensor? weights)
    {
        packed = Shaping.Contiguous(packed);
        var (query, key, value) = Split(packed, headCount);
        var plan = new AttentionPlan(query, key, value, options);
        var result = Tensor.Allocate([packed.Shape[0], packed.Shape[1], packed.Shape[2] / 3], packed.ElementType);
        var isSaved = Graph.WillRecord(packed) && plan.WeightCount <= MostSavedWeights;
        var all = isSaved || needsWeights ? plan.AllocateWeights() : null;
        plan.Forward(all, Heads(result, headCount, 0, 1));
        weights = needsWeights ? plan.MeanOverHeads(all!, headCount) : null;
        if (!isSaved) all?.Storage.Release();
        return Graph.Record(Primitives.PackedAttention, result, [packed], new PackedAttentionAttributes(headCount, options),
            workspace: isSaved ? [all!] : null);
    }

    /// <summary>Views [batch, heads, time, width] of the three parts.</summary>
    internal static (Tensor Query, Tensor Key, Tensor Value) Split(Tensor packed, int headCount) =>
        (Heads(packed, headCount, 0, 3), Heads(packed, headCount, 1, 3), Heads(packed, headCount, 2, 3));

    /// <summary>One of several parts of the last dimension of [batch, time, parts · heads · width], as a view by heads.</summary>
    internal static Tensor Heads(Tensor tensor, int headCount, int part, int parts)
    {
        var (batch, time, row) = (tensor.Shape[0], tensor.Shape[1], tensor.Shape[2]);
        var width = row / parts / headCount;
        return new Tensor(tensor.Storage, [batch, headCount, time, width], new Strides([time * row, width, row, 1]),
            tensor.Offset + part * headCount * width, tensor.ElementType);
    }
}

/// <summary>What the gradient of a packed attention needs.</summary>
internal sealed record PackedAttentionAttributes(int HeadCount, AttentionOptions Options);
