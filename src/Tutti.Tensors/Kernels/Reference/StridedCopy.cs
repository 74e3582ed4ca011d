using System.Runtime.InteropServices;
using Tutti.Tensors.Kernels.Vector;

namespace Tutti.Tensors.Kernels.Reference;

/// <summary>
/// destination[i, j, …] = source[i, j, …] for any two memory orders of one shape. Copies blocks of the two dimensions that are contiguous
/// in source and destination, so that a change between channels-first and channels-last order stays in cache.
/// </summary>
internal static class StridedCopy
{
    private const int Block = 16;

    internal static void Run<T>(Shape shape, ReadOnlySpan<T> source, Strides sourceStrides, Span<T> destination, Strides destinationStrides)
        where T : unmanaged
    {
        if (shape.ElementCount == 0) return;
        shape = Merge(shape, ref sourceStrides, ref destinationStrides);
        if (shape.Rank == 0)
        {
            destination[0] = source[0];
            return;
        }
        var inner = Fastest(shape, destinationStrides, -1);
        var outer = Fastest(shape, sourceStrides, inner);
        var plan = new Plan(shape, inner, outer);
        Span<int> index = stackalloc int[Shape.MaximumRank];
        index.Clear();
        do
        {
            int from = 0, to = 0;
            for (var dimension = 0; dimension < shape.Rank; dimension++)
            {
                from += index[dimension] * sourceStrides[dimension];
                to += index[dimension] * destinationStrides[dimension];
            }
            CopyPlane(source[from..], destination[to..], plan.InnerSize, plan.OuterSize,
                sourceStrides[inner], destinationStrides[inner],
                outer < 0 ? 0 : sourceStrides[outer], outer < 0 ? 0 : destinationStrides[outer]);
        }
        while (plan.Advance(index));
    }

    private static void CopyPlane<T>(ReadOnlySpan<T> source, Span<T> destination, int innerSize, int outerSize,
        int sourceInner, int destinationInner, int sourceOuter, int destinationOuter) where T : unmanaged
    {
        if (destinationInner == 1 && sourceOuter == 1 && typeof(T) == typeof(float))
        {
            Transpose(MemoryMarshal.Cast<T, float>(source), MemoryMarshal.Cast<T, float>(destination), innerSize, outerSize,
                sourceInner, destinationOuter);
            return;
        }
        if (sourceInner == 1 && destinationInner == 1)
        {
            for (var o = 0; o < outerSize; o++)
                source.Slice(o * sourceOuter, innerSize).CopyTo(destination[(o * destinationOuter)..]);
            return;
        }
        for (var o0 = 0; o0 < outerSize; o0 += Block)
            for (var i0 = 0; i0 < innerSize; i0 += Block)
                for (var o = o0; o < Math.Min(o0 + Block, outerSize); o++)
                    for (var i = i0; i < Math.Min(i0 + Block, innerSize); i++)
                        destination[o * destinationOuter + i * destinationInner] = source[o * sourceOuter + i * sourceInner];
    }

    private static unsafe void Transpose(
        ReadOnlySpan<float> source, Span<float> destination, int rows, int columns, int sourceRow, int destinationRow)
    {
        fixed (float* from = source, to = destination) Transposition.Copy(from, sourceRow, to, destinationRow, rows, columns);
    }

    /// <summary>Joins dimensions that are one stretch in both memory orders, such as height and width, so that blocks are large.</summary>
    internal static Shape Merge(Shape shape, ref Strides source, ref Strides destination)
    {
        Span<int> sizes = stackalloc int[shape.Rank], from = stackalloc int[shape.Rank], to = stackalloc int[shape.Rank];
        var count = 0;
        for (var dimension = 0; dimension < shape.Rank; dimension++)
        {
            var size = shape[dimension];
            if (size == 1) continue;
            if (count > 0 && from[count - 1] == size * source[dimension] && to[count - 1] == size * destination[dimension])
                sizes[--count] *= size;
            else sizes[count] = size;
            from[count] = source[dimension];
            to[count++] = destination[dimension];
        }
        source = new Strides(from[..count]);
        destination = new Strides(to[..count]);
        return Shape.Create(sizes[..count]);
    }

    // The dimension of more than one element with the smallest stride, but for one that is taken; the last dimension if there is none.
    private static int Fastest(Shape shape, Strides strides, int taken)
    {
        var best = -1;
        for (var dimension = shape.Rank - 1; dimension >= 0; dimension--)
            if (dimension != taken && shape[dimension] > 1 && (best < 0 || strides[dimension] < strides[best])) best = dimension;
        return best >= 0 || taken >= 0 ? best : shape.Rank - 1;
    }

    /// <summary>Counts through all dimensions but the two that a plane covers.</summary>
    private readonly ref struct Plan(Shape shape, int inner, int outer)
    {
        private readonly Shape shape = shape;

        internal int InnerSize => shape[inner];

        internal int OuterSize => outer < 0 ? 1 : shape[outer];

        internal bool Advance(Span<int> index)
        {
            for (var dimension = shape.Rank - 1; dimension >= 0; dimension--)
            {
                if (dimension == inner || dimension == outer) continue;
                if (++index[dimension] < shape[dimension]) return true;
                index[dimension] = 0;
            }
            return false;
        }
    }
}
