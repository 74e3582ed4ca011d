// O = softmax(scale · Q Kᵀ) V: see KernelSet.Attention.cs.
// At most 96 queries at a time, so that their scores stay in the second-level cache; K is transposed once, V, Q and O are read and written
// where they lie if their rows are whole registers, whatever the distance of the rows: heads need no copy. With causality the tiles
// above the diagonal are not computed.
// Accumulation: as MatMulTile.cs and AttentionRows.cs. Tolerance against reference: ε · (E + 8) for the scores, relative to Σ |q||k|.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/AttentionBenchmarks.cs.
namespace Tutti.Tensors.Kernels.Vector;

/// <summary>Attention in registers of one width.</summary>
internal static unsafe class Attention<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    internal static void Run(in AttentionBlock<float> block, Span<float> weights, Span<float> result, int resultStride)
    {
        if (block.Queries == 0) return;
        var (stride, rows) = (block.RowStride, AttentionScratch<TLanes>.RowsOf(block.Queries));
        var width = AttentionScratch<TLanes>.Padded(block.ValueWidth);
        var scratch = new AttentionScratch<TLanes>(
            block.Width * stride + 2 * rows * stride + (block.Keys + block.Queries) * width);
        fixed (float* query = block.Query, key = block.Key, value = block.Value, given = weights, target = result)
        {
            var keys = scratch.Transposed(key, block.KeyStride, block.Keys, block.Width, stride);
            var dropped = scratch.Take(rows * stride);
            var kept = given != null ? given : scratch.Take(rows * stride);
            var (valueRow, outputRow) = (block.ValueStride, resultStride);
            var values = scratch.Read(value, ref valueRow, block.Keys, block.ValueWidth);
            var output = scratch.Write(target, ref outputRow, block.Queries, block.ValueWidth);
            for (var first = 0; first < block.Queries; first += rows)
            {
                var count = Math.Min(rows, block.Queries - first);
                var scores = given != null ? given + first * stride : kept;
                Weigh(block, query, keys, first, count, scores);
                new AttentionProduct<TLanes>
                {
                    Rows = count, Columns = width, Depth = block.Keys,
                    Left = Drop(block, first, count, scores, dropped), LeftRow = stride, LeftStep = 1,
                    Right = values, RightStep = valueRow,
                    Target = output + first * outputRow, TargetRow = outputRow,
                    Causal = block.IsCausal ? CausalPart.Depth : CausalPart.None, FirstQuery = first,
                }.Run();
            }
            AttentionScratch<TLanes>.Finish(output, outputRow, target, resultStride, block.Queries, block.ValueWidth);
        }
    }

    /// <summary>The weights of some queries, from the transposed keys.</summary>
    internal static void Weigh(in AttentionBlock<float> block, float* query, float* keys, int first, int count, float* weights)
    {
        var stride = block.RowStride;
        new AttentionProduct<TLanes>
        {
            Rows = count, Columns = AttentionScratch<TLanes>.Padded(block.Keys), Depth = block.Width,
            Left = query + first * block.QueryStride, LeftRow = block.QueryStride, LeftStep = 1,
            Right = keys, RightStep = stride,
            Target = weights, TargetRow = stride,
            Causal = block.IsCausal ? CausalPart.Columns : CausalPart.None, FirstQuery = first,
        }.Run();
        for (var i = 0; i < count; i++)
        {
            var row = weights + i * stride;
            var visible = block.Visible(first + i);
            if (block.Mask.IsEmpty) AttentionRows<TLanes>.Softmax(row, visible, stride, block.Scale);
            else
                AttentionRows<TLanes>.MaskedSoftmax(
                    row, visible, stride, block.Scale, block.Mask[((first + i) * block.MaskRow)..], block.MaskColumn);
        }
    }

    /// <summary>The weights, or a copy of which elements are dropped.</summary>
    internal static float* Drop(in AttentionBlock<float> block, int first, int count, float* weights, float* dropped)
    {
        if (!block.Dropper.IsActive) return weights;
        var (start, length) = (block.FirstElement + (ulong)first * (ulong)block.RowStride, count * block.RowStride);
        Dropping.Run(new(weights, length), block.Dropper, start, new(dropped, length));
        return dropped;
    }
}
