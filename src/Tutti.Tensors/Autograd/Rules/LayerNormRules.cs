using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Operations;

namespace Tutti.Tensors.Autograd.Rules;

/// <summary>The gradient of layer normalisation: see KernelSet.Sequences.cs. Blocks of rows are summed in order.</summary>
internal static class LayerNormRules
{
    internal static void LayerNorm(GraphNode node)
    {
        if (node.Upstream.ElementType == ElementType.Float32) LayerNorm<float>(node);
        else LayerNorm<double>(node);
    }

    private static void LayerNorm<T>(GraphNode node) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var attributes = (LayerNormAttributes)node.Attributes!;
        var (statistics, columns) = (node.Workspace[0], attributes.Columns);
        var rows = statistics.Shape[1];
        var values = node.Workspace.Length > 1 ? node.Workspace[1] : node.Inputs[0];
        var upstream = Shaping.InRowMajorOrder(node.Upstream);
        var accumulate = false;
        var gradient = node.Needs(0) ? node.Target(0, out accumulate) : null;
        var blocks = LayerNormRows.Blocks(rows);
        using var sums = new Scratch<T>(2 * blocks * columns);
        ParallelRange.Run(blocks, LayerNormRows.BlockGrain(columns), new LayerNormRows<T>
        {
            Columns = columns, Values = values.Memory<T>(), Upstream = upstream.Memory<T>(),
            Weight = attributes.HasWeight ? node.Inputs[1].Memory<T>() : default,
            Means = statistics.Memory<T>()[..rows], Scales = statistics.Memory<T>()[rows..],
            Accumulate = accumulate, Gradient = gradient is null ? default : gradient.Memory<T>(), Sums = sums.Span,
        });
        if (attributes.HasWeight) Sum<T>(node, 1, sums.Span, blocks, columns);
        if (attributes.HasBias) Sum<T>(node, node.Inputs.Length - 1, blocks == 0 ? default : sums.Span[columns..], blocks, columns);
        if (!ReferenceEquals(upstream, node.Upstream)) upstream.Storage.Release();
        GC.KeepAlive(values);
    }

    private static void Sum<T>(GraphNode node, int input, ReadOnlySpan<T> sums, int blocks, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!node.Needs(input)) return;
        var target = node.Target(input, out var accumulate);
        KernelSelector.For<T>().ColumnSums(sums, blocks, 2 * columns, accumulate, target.Memory<T>());
    }
}
