using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

// B batch, L queries, S keys, E width, H heads

/// <summary>Multi-head attention, composed of products and attention.</summary>
internal static class MultiHeadLayer
{
    private const string Name = "multi_head_attention";

    internal static MultiHeadAttentionResult Run(
        Tensor query, Tensor key, Tensor value, MultiHeadAttentionWeights weights, MultiHeadAttentionOptions options)
    {
        Check(query, key, value, weights, options);
        // One tensor in three roles needs one product, and its gradient one as well.
        var isSelfAttention = ReferenceEquals(query, key) && ReferenceEquals(key, value);
        if (!options.BatchFirst)
        {
            query = query.Transpose(0, 1);
            (key, value) = isSelfAttention ? (query, query) : (key.Transpose(0, 1), value.Transpose(0, 1));
        }
        var attention = new AttentionOptions
        {
            IsCausal = options.IsCausal, Mask = options.KeyPaddingMask is { } padding ? Unpadded(padding) : null,
            DropoutProbability = options.DropoutProbability, DropoutStream = options.DropoutStream,
        };
        var heads = isSelfAttention
            ? Attention.RunPacked(query.Linear(weights.InProjection, weights.InBias), options.HeadCount, attention,
                options.NeedsWeights, out var mean)
            : Apart(query, key, value, weights, options, attention, out mean);
        var output = heads.Linear(weights.OutProjection, weights.OutBias);
        return new MultiHeadAttentionResult(options.BatchFirst ? output : output.Transpose(0, 1), mean);
    }

    private static Tensor Apart(Tensor query, Tensor key, Tensor value, MultiHeadAttentionWeights weights,
        MultiHeadAttentionOptions options, AttentionOptions attention, out Tensor? mean)
    {
        var projected = new Tensor[3];
        var inputs = (ReadOnlySpan<Tensor>)[query, key, value];
        for (var part = 0; part < 3; part++)
        {
            var width = weights.InProjection.Shape[1];
            var flat = LinearRows.Run(inputs[part], weights.InProjection, weights.InBias, part * width, width);
            Shape split = [flat.Shape[0], flat.Shape[1], options.HeadCount, width / options.HeadCount];
            projected[part] = flat.Reshape(split).Permute(0, 2, 1, 3);
        }
        var heads = Attention.Run(projected[0], projected[1], projected[2], attention);
        mean = options.NeedsWeights ? MeanWeights(projected, attention, options.HeadCount) : null;
        return heads.Permute(0, 2, 1, 3).Reshape(query.Shape);
    }

    // Computed again rather than handed out of the operation: whoever wants to look at weights is not in a hurry.
    private static Tensor MeanWeights(Tensor[] projected, AttentionOptions attention, int headCount)
    {
        var plan = new AttentionPlan(projected[0], projected[1], projected[2], attention);
        var all = plan.AllocateWeights();
        var result = Tensor.Allocate(projected[0].Shape, projected[0].ElementType);
        plan.Forward(all, result);
        var mean = plan.MeanOverHeads(all, headCount);
        all.Storage.Release();
        result.Storage.Release();
        return mean;
    }

    // [B, S] with 1 for padding becomes [B, 1, 1, S] with 1 for keys that may be attended to.
    private static Tensor Unpadded(Tensor padding)
    {
        var values = padding.ToArray<long>();
        foreach (ref var value in values.AsSpan()) value = value == 0 ? 1 : 0;
        return Tensor.From(values, [padding.Shape[0], 1, 1, padding.Shape[1]]);
    }

    private static void Check(
        Tensor query, Tensor key, Tensor value, MultiHeadAttentionWeights weights, MultiHeadAttentionOptions options)
    {
        foreach (var tensor in (ReadOnlySpan<Tensor>)[key, value]) Operand.CheckSameType(Name, query, tensor);
        Operand.CheckFloatingPoint(Name, query);
        Operand.CheckRank(Name, "the query", query, 3, options.BatchFirst ? "[batch, time, width]" : "[time, batch, width]");
        var (batch, width) = (query.Shape[options.BatchFirst ? 0 : 1], query.Shape[2]);
        if (key.Shape != value.Shape || key.Shape.Rank != 3 || key.Shape[options.BatchFirst ? 0 : 1] != batch || key.Shape[2] != width)
            throw new ArgumentException(
                $"{Name}: keys and values do not fit. Got queries {query.Shape}, keys {key.Shape}, values {value.Shape}. " +
                $"Expected keys and values of one shape, for {batch} samples of width {width}.");
        if (options.HeadCount < 1 || width == 0 || width % options.HeadCount != 0)
            throw new ArgumentException($"{Name}: the heads do not divide the width. Got {options.HeadCount} heads for width {width}. " +
                "Expected a divisor.");
        CheckWeight(query, weights.InProjection, [3 * width, width], "the input projection");
        CheckWeight(query, weights.OutProjection, [width, width], "the output projection");
        if (weights.InBias is { } inBias) CheckWeight(query, inBias, [3 * width], "the input projection's bias");
        if (weights.OutBias is { } outBias) CheckWeight(query, outBias, [width], "the output projection's bias");
        Dropper.Check(Name, options.DropoutProbability);
        Shape expected = [batch, key.Shape[options.BatchFirst ? 1 : 0]];
        if (options.KeyPaddingMask is { } padding && (padding.Shape != expected || padding.ElementType != ElementType.Int64))
            throw new ArgumentException($"{Name}: the padding mask does not fit. Got {padding}. " +
                $"Expected Int64 {expected} with 1 for keys to ignore.");
    }

    private static void CheckWeight(Tensor query, Tensor weight, Shape shape, string what)
    {
        if (weight.Shape != shape || weight.ElementType != query.ElementType || !weight.IsContiguous)
            throw new ArgumentException(
                $"{Name}: {what} does not fit. Got {weight} with strides {weight.Strides} for queries {query.Shape}. " +
                    $"Expected {query.ElementType} {shape}, contiguous.");
    }
}
