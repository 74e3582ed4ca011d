using System.Numerics;
using Tutti.Tensors.Kernels;
using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Operations;

/// <summary>
/// A row-major tensor seen as [Outer, Size, Inner] around the dimension whose elements are chosen: each is a block of Inner contiguous
/// elements in every outer part.
/// </summary>
internal readonly record struct IndexedBlocks(int Outer, int Size, int Inner)
{
    internal static IndexedBlocks Of(Shape shape, int along)
    {
        int outer = 1, inner = 1;
        foreach (var size in shape.AsSpan()[..along]) outer *= size;
        foreach (var size in shape.AsSpan()[(along + 1)..]) inner *= size;
        return new(outer, shape[along], inner);
    }

    /// <summary>result[o, j] = source[o, indices[j]].</summary>
    internal void Copy<T>(Tensor source, Tensor indices, Tensor result) where T : unmanaged =>
        ParallelRange.Run(Outer * indices.ElementCount, Math.Max(1, PointFunctions.Grain / Math.Max(1, Inner)), new IndexedCopy<T>
        {
            Blocks = this,
            Source = source.Memory<T>(),
            Indices = indices.Memory<long>(),
            Result = result.Memory<T>(),
        });

    /// <summary>
    /// target[o, indices[j]] += upstream[o, j], j ascending. Split over outer parts or, if there is only one, over columns.
    /// </summary>
    internal void Add<T>(Tensor upstream, Tensor indices, Tensor target) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var body = new IndexedAddition<T>
        {
            Blocks = this,
            Upstream = upstream.Memory<T>(),
            Indices = indices.Memory<long>(),
            Target = target.Memory<T>(),
        };
        var work = Math.Max(1, indices.ElementCount);
        if (Outer == 1) ParallelRange.Run(Inner, Math.Max(64, PointFunctions.Grain / work), body);
        else ParallelRange.Run(Outer, Math.Max(1, (int)(PointFunctions.Grain / ((long)work * Math.Max(1, Inner)))), body);
    }
}

/// <summary>Blocks of the result of an index selection.</summary>
internal ref struct IndexedCopy<T> : IRangeBody where T : unmanaged
{
    internal IndexedBlocks Blocks;
    internal ReadOnlySpan<T> Source;
    internal ReadOnlySpan<long> Indices;
    internal Span<T> Result;

    public readonly void Run(int start, int end) => IndexedRows.Copy(Source, Blocks.Size, Blocks.Inner, Indices, start, end, Result);
}

/// <summary>Outer parts, or columns of the only one, of the gradient of an index selection.</summary>
internal ref struct IndexedAddition<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    internal IndexedBlocks Blocks;
    internal ReadOnlySpan<T> Upstream;
    internal ReadOnlySpan<long> Indices;
    internal Span<T> Target;

    public readonly void Run(int start, int end)
    {
        var kernels = KernelSelector.For<T>();
        var (outer, size, inner) = (Blocks.Outer, Blocks.Size, Blocks.Inner);
        if (outer == 1)
        {
            IndexedRows.Add(kernels, Upstream[start..], inner, end - start, Indices, Target[start..]);
            return;
        }
        for (var o = start; o < end; o++)
            IndexedRows.Add(kernels, Upstream[(o * Indices.Length * inner)..], inner, inner, Indices, Target[(o * size * inner)..]);
    }
}
