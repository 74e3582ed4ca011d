// The formulas of KernelSet.Attention.cs, query by query. Accumulation: ascending, in the element type.
using System.Numerics;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>Attention in plain loops.</summary>
internal static class Attention
{
    internal static void Run<T>(in AttentionBlock<T> block, Span<T> weights, Span<T> result, int resultStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var row = new T[block.RowStride];
        for (var query = 0; query < block.Queries; query++)
        {
            Weigh(block, query, row);
            if (!weights.IsEmpty) row.CopyTo(weights[(query * block.RowStride)..]);
            Drop(block, query, row);
            var to = result.Slice(query * resultStride, block.ValueWidth);
            to.Clear();
            for (var key = 0; key < block.Keys; key++)
                for (var i = 0; i < to.Length; i++) to[i] += row[key] * block.Value[key * block.ValueStride + i];
        }
    }

    internal static void Gradient<T>(in AttentionBlock<T> block, ReadOnlySpan<T> weights, in AttentionGradients<T> gradients)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] given = new T[block.RowStride], dropped = new T[block.RowStride], scores = new T[block.RowStride];
        for (var key = 0; key < block.Keys; key++)
        {
            gradients.Key.Slice(key * gradients.KeyStride, block.Width).Clear();
            gradients.Value.Slice(key * gradients.ValueStride, block.ValueWidth).Clear();
        }
        for (var query = 0; query < block.Queries; query++)
        {
            if (weights.IsEmpty) Weigh(block, query, given);
            else weights.Slice(query * block.RowStride, block.RowStride).CopyTo(given);
            given.CopyTo(dropped, 0);
            Drop(block, query, dropped);
            var upstream = gradients.Upstream.Slice(query * gradients.UpstreamStride, block.ValueWidth);
            for (var key = 0; key < block.Keys; key++)
            {
                scores[key] = T.Zero;
                for (var i = 0; i < upstream.Length; i++)
                {
                    scores[key] += upstream[i] * block.Value[key * block.ValueStride + i];
                    gradients.Value[key * gradients.ValueStride + i] += dropped[key] * upstream[i];
                }
            }
            Drop(block, query, scores);
            OfScores(block, query, given, scores, gradients);
        }
    }

    // The weights of a query for all keys.
    private static void Weigh<T>(in AttentionBlock<T> block, int query, Span<T> row) where T : unmanaged, IFloatingPointIeee754<T>
    {
        row.Clear();
        var largest = T.NegativeInfinity;
        for (var key = 0; key < block.Visible(query); key++)
        {
            var score = T.Zero;
            for (var i = 0; i < block.Width; i++)
                score += block.Query[query * block.QueryStride + i] * block.Key[key * block.KeyStride + i];
            row[key] = IsMasked(block, query, key) ? T.NegativeInfinity : score * block.Scale;
            largest = T.Max(largest, row[key]);
        }
        var sum = T.Zero;
        for (var key = 0; key < block.Visible(query); key++)
            sum += row[key] = T.IsNegativeInfinity(largest) ? T.Zero : T.Exp(row[key] - largest);
        if (sum == T.Zero) return;
        for (var key = 0; key < block.Visible(query); key++) row[key] /= sum;
    }

    private static bool IsMasked<T>(in AttentionBlock<T> block, int query, int key) where T : unmanaged, INumberBase<T> =>
        !block.Mask.IsEmpty && block.Mask[query * block.MaskRow + key * block.MaskColumn] == 0;

    private static void Drop<T>(in AttentionBlock<T> block, int query, Span<T> row) where T : unmanaged, INumberBase<T>
    {
        if (!block.Dropper.IsActive) return;
        Dropping.Run(row, block.Dropper, block.FirstElement + (ulong)query * (ulong)block.RowStride, row);
    }

    private static void OfScores<T>(in AttentionBlock<T> block, int query, ReadOnlySpan<T> given, ReadOnlySpan<T> upstream,
        in AttentionGradients<T> gradients) where T : unmanaged, INumberBase<T>
    {
        var sum = T.Zero;
        for (var key = 0; key < block.Keys; key++) sum += given[key] * upstream[key];
        var ofQuery = gradients.Query.Slice(query * gradients.QueryStride, block.Width);
        ofQuery.Clear();
        for (var key = 0; key < block.Keys; key++)
        {
            var score = given[key] * (upstream[key] - sum) * block.Scale;
            for (var i = 0; i < block.Width; i++)
            {
                ofQuery[i] += score * block.Key[key * block.KeyStride + i];
                gradients.Key[key * gradients.KeyStride + i] += score * block.Query[query * block.QueryStride + i];
            }
        }
    }
}
