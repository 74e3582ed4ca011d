using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>Largest and smallest elements, and where they are: the first of equals, NaN before all.</summary>
internal static class Extrema
{
    internal static (Tensor Values, Tensor Indices) Run(Primitive primitive, Tensor input, int dimension, bool keepDimension)
    {
        var along = Operand.Dimension(primitive.Name, input, dimension);
        var kept = Find(primitive, input, along, primitive == Primitives.Min);
        var values = Indexing.Elements(input, along, kept);
        var shape = keepDimension ? kept.Shape : Dropped(kept.Shape, along);
        values = Graph.Record(primitive, values.ViewAs(shape), [input], new ExtremumAttributes(along, kept));
        return (values, keepDimension ? kept : kept.ViewAs(shape));
    }

    internal static Tensor Where(Primitive primitive, Tensor input, int dimension, bool keepDimension)
    {
        var along = Operand.Dimension(primitive.Name, input, dimension);
        var kept = Find(primitive, input, along, primitive == Primitives.ArgMin);
        var indices = keepDimension ? kept : kept.ViewAs(Dropped(kept.Shape, along));
        return Graph.Record(primitive, indices, [input]);
    }

    // The indices, with the dimension kept at size 1.
    private static Tensor Find(Primitive primitive, Tensor input, int along, bool smallest)
    {
        Operand.CheckFloatingPoint(primitive.Name, input);
        var sizes = input.Shape.ToArray();
        sizes[along] = 1;
        var indices = Tensor.Allocate(Shape.Create(sizes), ElementType.Int64);
        if (input.Shape[along] == 0 && indices.ElementCount > 0)
            throw new ArgumentException(
                $"{primitive.Name}: there is no element to choose. Got {input} along dimension {along}. Expected at least one.");
        var source = Shaping.InRowMajorOrder(input);
        if (input.ElementType == ElementType.Float32) Find<float>(source, along, smallest ? -1 : 1, indices);
        else Find<double>(source, along, smallest ? -1 : 1, indices);
        GC.KeepAlive(source);
        if (!ReferenceEquals(source, input)) source.Storage.Release();
        return indices;
    }

    private static void Find<T>(Tensor source, int along, T sign, Tensor indices) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var blocks = IndexedBlocks.Of(source.Shape, along);
        if (indices.ElementCount == 0) return;
        var body = new ExtremaRange<T> { Blocks = blocks, Sign = sign, Values = source.Memory<T>(), Indices = indices.Memory<long>() };
        if (blocks.Outer == 1 && blocks.Inner > 1) ParallelRange.Run(blocks.Inner, Math.Max(64, PointFunctions.Grain / blocks.Size), body);
        else ParallelRange.Run(blocks.Outer, Math.Max(1, (int)(PointFunctions.Grain / ((long)blocks.Size * blocks.Inner))), body);
    }

    private static Shape Dropped(Shape shape, int along) => Shape.Create([.. shape.AsSpan()[..along], .. shape.AsSpan()[(along + 1)..]]);
}

/// <summary>Outer parts or, where there is only one, columns of a search for extrema.</summary>
internal ref struct ExtremaRange<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    internal IndexedBlocks Blocks;
    internal T Sign;
    internal ReadOnlySpan<T> Values;
    internal Span<long> Indices;

    public readonly void Run(int start, int end)
    {
        var kernels = KernelSelector.For<T>();
        var (outer, size, inner) = (Blocks.Outer, Blocks.Size, Blocks.Inner);
        if (inner == 1) kernels.ExtremaOfRows(Values[(start * size)..], end - start, size, Sign, Indices[start..end]);
        else if (outer == 1) kernels.ExtremaOfColumns(Values[start..], size, end - start, inner, Sign, Indices[start..end]);
        else
            for (var o = start; o < end; o++)
                kernels.ExtremaOfColumns(Values[(o * size * inner)..], size, inner, inner, Sign, Indices.Slice(o * inner, inner));
    }
}

/// <summary>What the gradient of a maximum or minimum needs: along which dimension, kept at size 1, which elements were chosen.</summary>
internal sealed record ExtremumAttributes(int Dimension, Tensor Indices);
