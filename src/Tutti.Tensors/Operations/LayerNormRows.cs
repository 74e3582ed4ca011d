using System.Numerics;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>
/// The gradient of layer normalisation over blocks of rows. Each block has sums for weight and bias of its own, so that the sums' bits
/// do not depend on the number of threads.
/// </summary>
internal ref struct LayerNormRows<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    public int Columns;
    public ReadOnlySpan<T> Values, Upstream, Weight, Means, Scales;
    public bool Accumulate;

    /// <summary>The input's gradient, or empty.</summary>
    public Span<T> Gradient;

    /// <summary>[blocks, 2, columns]: the weight's and the bias's sums of each block.</summary>
    public Span<T> Sums;

    public readonly void Run(int start, int end)
    {
        for (var block = start; block < end; block++)
        {
            var row = block * LayerNormRows.Block;
            var rows = Math.Min(LayerNormRows.Block, Means.Length - row);
            var (first, count) = (row * Columns, rows * Columns);
            var sums = Sums.Slice(2 * block * Columns, 2 * Columns);
            sums.Clear();
            KernelSelector.For<T>().LayerNormGradient(Values.Slice(first, count), Upstream.Slice(first, count), Columns, Weight,
                Means.Slice(row, rows), Scales.Slice(row, rows), Accumulate, Gradient.IsEmpty ? default : Gradient.Slice(first, count),
                sums[..Columns], sums[Columns..]);
        }
    }
}

/// <summary>Sizes of the work on rows.</summary>
internal static class LayerNormRows
{
    internal const int Block = 64;

    /// <summary>About 10 µs of work.</summary>
    private const int ElementsPerThread = 1 << 14;

    internal static int Grain(int columns) => Math.Max(1, ElementsPerThread / columns);

    internal static int BlockGrain(int columns) => Math.Max(1, ElementsPerThread / columns / Block);

    internal static int Blocks(int rows) => (rows + Block - 1) / Block;
}
