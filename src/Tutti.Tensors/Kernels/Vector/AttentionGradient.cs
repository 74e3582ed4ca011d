// The gradients of KernelSet.Attention.cs, for at most 96 queries at a time: ∂K and ∂V are added up over these parts, in ascending order.
// V is transposed once, and K where the weights are computed again; the other operands are read where they lie if their rows are whole
// registers.
// Accumulation: as MatMulTile.cs and AttentionRows.cs. Tolerance against reference: ε · (L + S + E), relative to the sums of magnitudes.
// Benchmark: benchmarks/Tutti.Benchmarks/Kernels/AttentionBenchmarks.cs.
namespace Tutti.Tensors.Kernels.Vector;

/// <summary>The gradient of attention in registers of one width.</summary>
internal unsafe struct AttentionGradient<TLanes> where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly int stride, width, valueWidth;
    private readonly CausalPart columns, depth, start;

    // Matrices and how far apart their rows lie; the results first.
    private float* ofQuery, ofKey, ofValue, query, paddedQuery, key, upstream, paddedUpstream;
    private int ofQueryRow, ofKeyRow, ofValueRow, paddedQueryRow, keyRow, upstreamRow, paddedUpstreamRow;

    // The transposed operands, the weights if they were saved, and room for the rows of a part.
    private float* turnedKey, turnedValue, saved, weights, dropped, scores;

    private AttentionGradient(in AttentionBlock<float> block)
    {
        stride = block.RowStride;
        (width, valueWidth) = (AttentionScratch<TLanes>.Padded(block.Width), AttentionScratch<TLanes>.Padded(block.ValueWidth));
        if (block.IsCausal) (columns, depth, start) = (CausalPart.Columns, CausalPart.Depth, CausalPart.Start);
    }

    internal static void Run(in AttentionBlock<float> block, ReadOnlySpan<float> weights, in AttentionGradients<float> gradients)
    {
        fixed (float* q = block.Query, k = block.Key, v = block.Value, p = weights, d = gradients.Upstream)
        fixed (float* ofQ = gradients.Query, ofK = gradients.Key, ofV = gradients.Value)
        {
            var work = new AttentionGradient<TLanes>(block) { saved = p };
            var scratch = new AttentionScratch<TLanes>(work.ScratchSize(block));
            work.ReadOperands(block, ref scratch, q, k, v, d, gradients.UpstreamStride);
            (work.ofQueryRow, work.ofKeyRow, work.ofValueRow) = (gradients.QueryStride, gradients.KeyStride, gradients.ValueStride);
            work.ofQuery = scratch.Write(ofQ, ref work.ofQueryRow, block.Queries, block.Width);
            work.ofKey = scratch.Write(ofK, ref work.ofKeyRow, block.Keys, block.Width);
            work.ofValue = scratch.Write(ofV, ref work.ofValueRow, block.Keys, block.ValueWidth);
            work.RunParts(block);
            AttentionScratch<TLanes>.Finish(work.ofQuery, work.ofQueryRow, ofQ, gradients.QueryStride, block.Queries, block.Width);
            AttentionScratch<TLanes>.Finish(work.ofKey, work.ofKeyRow, ofK, gradients.KeyStride, block.Keys, block.Width);
            AttentionScratch<TLanes>.Finish(work.ofValue, work.ofValueRow, ofV, gradients.ValueStride, block.Keys, block.ValueWidth);
        }
    }

    private readonly int ScratchSize(in AttentionBlock<float> block) =>
        (block.Width + block.ValueWidth + 3 * AttentionScratch<TLanes>.RowsOf(block.Queries)) * stride
        + 2 * (block.Queries + block.Keys) * (width + valueWidth);

    private void ReadOperands(
        in AttentionBlock<float> block, ref AttentionScratch<TLanes> scratch, float* q, float* k, float* v, float* d, int upstreamStride)
    {
        if (saved == null) turnedKey = scratch.Transposed(k, block.KeyStride, block.Keys, block.Width, stride);
        turnedValue = scratch.Transposed(v, block.ValueStride, block.Keys, block.ValueWidth, stride);
        var rows = AttentionScratch<TLanes>.RowsOf(block.Queries);
        weights = scratch.Take(rows * stride);
        dropped = scratch.Take(rows * stride);
        scores = scratch.Take(rows * stride);
        query = q;
        upstream = d;
        upstreamRow = upstreamStride;
        (paddedQueryRow, keyRow, paddedUpstreamRow) = (block.QueryStride, block.KeyStride, upstreamStride);
        paddedQuery = scratch.Read(q, ref paddedQueryRow, block.Queries, block.Width);
        key = scratch.Read(k, ref keyRow, block.Keys, block.Width);
        paddedUpstream = scratch.Read(d, ref paddedUpstreamRow, block.Queries, block.ValueWidth);
    }

    private readonly void RunParts(in AttentionBlock<float> block)
    {
        for (var row = 0; row < block.Keys; row++)
        {
            new Span<float>(ofKey + row * ofKeyRow, width).Clear();
            new Span<float>(ofValue + row * ofValueRow, valueWidth).Clear();
        }
        var rows = AttentionScratch<TLanes>.RowsOf(block.Queries);
        for (var first = 0; first < block.Queries; first += rows) RunPart(block, first, Math.Min(rows, block.Queries - first));
    }

    private readonly void RunPart(in AttentionBlock<float> block, int first, int count)
    {
        var given = saved != null ? saved + first * stride : weights;
        if (saved == null) Attention<TLanes>.Weigh(block, query, turnedKey, first, count, given);
        AddOverQueries(block, first, count, Attention<TLanes>.Drop(block, first, count, given, dropped),
            paddedUpstream, paddedUpstreamRow, ofValue, ofValueRow, valueWidth);
        new AttentionProduct<TLanes>
        {
            Rows = count, Columns = AttentionScratch<TLanes>.Padded(block.Keys), Depth = block.ValueWidth,
            Left = upstream + first * upstreamRow, LeftRow = upstreamRow, LeftStep = 1,
            Right = turnedValue, RightStep = stride,
            Target = scores, TargetRow = stride, Causal = columns, FirstQuery = first,
        }.Run();
        Attention<TLanes>.Drop(block, first, count, scores, scores);
        for (var i = 0; i < count; i++)
            AttentionRows<TLanes>.Gradient(given + i * stride, scores + i * stride, block.Visible(first + i), stride, block.Scale);
        new AttentionProduct<TLanes>
        {
            Rows = count, Columns = width, Depth = block.Keys,
            Left = scores, LeftRow = stride, LeftStep = 1,
            Right = key, RightStep = keyRow,
            Target = ofQuery + first * ofQueryRow, TargetRow = ofQueryRow, Causal = depth, FirstQuery = first,
        }.Run();
        AddOverQueries(block, first, count, scores, paddedQuery, paddedQueryRow, ofKey, ofKeyRow, width);
    }

    // target += leftᵀ · right for a part of the queries: left [count, keys], right [count, columns], target [keys, columns].
    private readonly void AddOverQueries(
        in AttentionBlock<float> block, int first, int count, float* left, float* right, int rightRow,
        float* target, int targetRow, int targetColumns) =>
        new AttentionProduct<TLanes>
        {
            Rows = block.Keys, Columns = targetColumns, Depth = count,
            Left = left, LeftRow = 1, LeftStep = stride,
            Right = right + first * rightRow, RightStep = rightRow,
            Target = target, TargetRow = targetRow, Accumulate = true, Causal = start, FirstQuery = first,
        }.Run();
}
