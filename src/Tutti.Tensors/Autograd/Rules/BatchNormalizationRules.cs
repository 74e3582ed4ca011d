using System.Numerics;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd.Rules;

/// <summary>
/// The gradient of batch normalisation (Ioffe and Szegedy 2015, section 3): with deviations d = x − μ, i = 1 / √(σ² + ε) and the sums
/// s = Σ g, q = Σ g d over a column of R numbers: ∂bias = s, ∂weight = i q, ∂x = weight i (g − s / R − i² d q / R); the terms with s and q
/// only where μ and σ² came from x. Where the column is divided among the parts of a batch, the s, q and R of ∂x are those of all parts.
/// </summary>
internal static class BatchNormalizationRules
{
    internal static void BatchNorm(GraphNode node)
    {
        if (node.Inputs[0].ElementType == ElementType.Float32) BatchNorm<float>(node);
        else BatchNorm<double>(node);
    }

    private static void BatchNorm<T>(GraphNode node) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var attributes = (BatchNormAttributes)node.Attributes!;
        var source = node.Workspace.Length > 1 ? node.Workspace[1] : node.Inputs[0];
        var tiling = BatchNormalization.Tiling(source.Shape);
        var upstream = Shaping.InOrder(node.Upstream, BatchNormalization.ChannelsLast(source.Shape));
        var channels = tiling.Columns;
        using var centers = new Scratch<T>(tiling.WideColumns);
        tiling.Repeat<T>(node.Workspace[0].Memory<T>()[..channels], centers.Span);
        var inverses = node.Workspace[0].Memory<T>()[channels..];

        using var totals = new Scratch<double>(2 * channels);
        Span<double> sums = totals.Span[..channels], products = totals.Span[channels..];
        using (var partials = new Scratch<T>(BatchNormPartials.Length(tiling)))
        {
            ParallelRange.Run(tiling.Parts, tiling.Grain, new ColumnProductParts<T>
            {
                Tiling = tiling,
                Upstream = upstream.Memory<T>(),
                Values = source.Memory<T>(),
                Centers = centers.Span,
                Partials = partials.Span,
            });
            BatchNormPartials.CombineSums(partials.Span, tiling, sums, products);
        }
        if (node.Needs(0)) OfInput<T>(node, attributes, tiling, source, upstream, centers.Span, inverses, totals.Span);
        for (var channel = 0; channel < channels; channel++) products[channel] *= double.CreateTruncating(inverses[channel]);
        if (attributes.HasWeight && node.Needs(1)) Write<T>(node, 1, products);
        if (attributes.HasBias && node.Needs(attributes.BiasIndex)) Write<T>(node, attributes.BiasIndex, sums);
        if (!ReferenceEquals(upstream, node.Upstream)) upstream.Storage.Release();
        GC.KeepAlive(source);
    }

    private static void OfInput<T>(GraphNode node, BatchNormAttributes attributes, in ColumnTiling tiling, Tensor source, Tensor upstream,
        ReadOnlySpan<T> centers, ReadOnlySpan<T> inverses, ReadOnlySpan<double> own)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (channels, width) = (tiling.Columns, tiling.WideColumns);
        using var totals = new Scratch<double>(2 * channels);
        own.CopyTo(totals.Span);
        if (attributes is { IsTraining: true, Exchange: { } exchange }) BatchNormExchange.Sums(exchange, totals.Span);
        ReadOnlySpan<double> sums = totals.Span[..channels], products = totals.Span[channels..];
        using var wide = new Scratch<T>(3 * width);
        Span<T> scales = wide.Span[..width], slopes = wide.Span[width..(2 * width)], shifts = wide.Span[(2 * width)..];
        for (var channel = 0; channel < channels; channel++)
        {
            var inverse = double.CreateTruncating(inverses[channel]);
            var scale = attributes.HasWeight ? inverse * double.CreateTruncating(node.Inputs[1].Memory<T>()[channel]) : inverse;
            scales[channel] = T.CreateTruncating(scale);
            slopes[channel] = T.CreateTruncating(-scale * inverse * inverse * products[channel] / attributes.RowCount);
            shifts[channel] = T.CreateTruncating(-scale * sums[channel] / attributes.RowCount);
        }
        foreach (var coefficients in (ReadOnlySpan<int>)[0, width, 2 * width])
            tiling.Repeat<T>(wide.Span.Slice(coefficients, channels), wide.Span.Slice(coefficients, width));
        var gradient = Tensor.Allocate(source.Shape, BatchNormalization.ChannelsLast(source.Shape), source.ElementType);
        if (attributes.IsTraining)
            ParallelRange.Run(tiling.Parts, tiling.Grain, new NormalizationGradientParts<T>
            {
                Tiling = tiling,
                Upstream = upstream.Memory<T>(),
                Values = source.Memory<T>(),
                Centers = centers,
                Scales = scales,
                Slopes = slopes,
                Shifts = shifts,
                Gradient = gradient.Memory<T>(),
            });
        else
        {
            // Fixed statistics: the gradient is the upstream times the scale.
            slopes.Clear();
            ParallelRange.Run(tiling.Parts, tiling.Grain, new NormalizedParts<T>
            {
                Tiling = tiling,
                Values = upstream.Memory<T>(),
                Centers = slopes,
                Scales = scales,
                Shifts = slopes,
                Result = gradient.Memory<T>(),
            });
        }
        node.Give(0, gradient);
    }

    private static void Write<T>(GraphNode node, int input, ReadOnlySpan<double> values) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var target = node.Target(input, out var accumulate).Memory<T>();
        for (var i = 0; i < values.Length; i++)
            target[i] = T.CreateTruncating(accumulate ? double.CreateTruncating(target[i]) + values[i] : values[i]);
    }
}
