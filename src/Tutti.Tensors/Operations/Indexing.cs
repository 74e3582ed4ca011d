using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels.Reference;

namespace Tutti.Tensors.Operations;

/// <summary>Elements chosen by Int64 indices. All indices are checked before anything is read.</summary>
internal static class Indexing
{
    internal static Tensor IndexSelect(Tensor input, int dimension, Tensor indices)
    {
        var name = Primitives.IndexSelect.Name;
        ArgumentNullException.ThrowIfNull(indices);
        if (indices.ElementType != ElementType.Int64 || indices.Shape.Rank > 1)
            throw new ArgumentException($"{name}: wrong indices. Got {indices}. Expected Int64 [k]. For more dimensions use Gather.");
        var along = input.Shape.Normalize(dimension);
        indices = Shaping.InRowMajorOrder(indices);
        CheckRange(name, indices, input, along);
        var sizes = input.Shape.ToArray();
        sizes[along] = indices.ElementCount;
        var result = Tensor.Allocate(Shape.Create(sizes), input.ElementType);
        var blocks = IndexedBlocks.Of(input.Shape, along);
        var source = Shaping.InRowMajorOrder(input);
        if (input.ElementType == ElementType.Float32) blocks.Copy<float>(source, indices, result);
        else if (input.ElementType == ElementType.Float64) blocks.Copy<double>(source, indices, result);
        else blocks.Copy<long>(source, indices, result);
        GC.KeepAlive(source);
        if (!ReferenceEquals(source, input)) source.Storage.Release();
        return Graph.Record(Primitives.IndexSelect, result, [input, indices], new IndexAttributes(along));
    }

    internal static Tensor Gather(Tensor input, int dimension, Tensor indices)
    {
        var name = Primitives.Gather.Name;
        ArgumentNullException.ThrowIfNull(indices);
        if (indices.ElementType != ElementType.Int64 || indices.Shape.Rank != input.Shape.Rank)
            throw new ArgumentException(
                $"{name}: wrong indices. Got {indices} for {input}. Expected Int64 with as many dimensions, {input.Shape.Rank}.");
        var along = input.Shape.Normalize(dimension);
        for (var other = 0; other < input.Shape.Rank; other++)
            if (other != along && indices.Shape[other] > input.Shape[other])
                throw new ArgumentException(
                    $"{name}: the indices reach beyond the tensor. Got {indices.Shape} for {input.Shape} along dimension {dimension}. " +
                    $"Expected at most {input.Shape[other]} in dimension {other}.");
        indices = Shaping.InRowMajorOrder(indices);
        CheckRange(name, indices, input, along);
        return Graph.Record(Primitives.Gather, Elements(input, along, indices), [input, indices], new IndexAttributes(along));
    }

    /// <summary>The elements that row-major indices name, which have been checked; not recorded.</summary>
    internal static Tensor Elements(Tensor input, int along, Tensor indices)
    {
        var result = Tensor.Allocate(indices.Shape, input.ElementType);
        if (input.ElementType == ElementType.Float32) Gather<float>(input, indices, along, result);
        else if (input.ElementType == ElementType.Float64) Gather<double>(input, indices, along, result);
        else Gather<long>(input, indices, along, result);
        GC.KeepAlive(input);
        return result;
    }

    internal static Tensor Where(Tensor condition, Tensor input, Tensor other)
    {
        var name = Primitives.Where.Name;
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(other);
        if (condition.ElementType != ElementType.Int64)
            throw new ArgumentException($"{name}: the condition is not Int64. Got {condition}. Expected 0 and 1 as Int64.");
        Operand.CheckSameType(name, input, other);
        var shape = Broadcasting.Common(name, condition.Shape, Broadcasting.Common(name, input.Shape, other.Shape));
        var result = Tensor.Allocate(shape, input.ElementType);
        if (input.ElementType == ElementType.Float32) Where<float>(condition, input, other, result);
        else if (input.ElementType == ElementType.Float64) Where<double>(condition, input, other, result);
        else Where<long>(condition, input, other, result);
        return Graph.Record(Primitives.Where, result, [condition, input, other]);
    }

    private static void Gather<T>(Tensor input, Tensor indices, int along, Tensor result) where T : unmanaged
    {
        var geometry = new GatherGeometry(indices.Shape, input.Strides, along);
        ParallelRange.Run(geometry.Rows, Math.Max(1, PointFunctions.Grain / 4 / Math.Max(1, geometry.Columns)), new GatherRows<T>
        {
            Geometry = geometry,
            Values = input.Memory<T>(),
            Indices = indices.Memory<long>(),
            Result = result.Memory<T>(),
        });
    }

    private static void Where<T>(Tensor condition, Tensor input, Tensor other, Tensor result) where T : unmanaged =>
        StridedSelect.Run(result.Shape, condition.Memory<long>(), Broadcasting.Expand(condition.Shape, condition.Strides, result.Shape),
            input.Memory<T>(), Broadcasting.Expand(input.Shape, input.Strides, result.Shape),
            other.Memory<T>(), Broadcasting.Expand(other.Shape, other.Strides, result.Shape), result.Memory<T>());

    private static void CheckRange(string operation, Tensor indices, Tensor input, int along)
    {
        var size = input.Shape[along];
        var values = indices.Memory<long>();
        for (var i = 0; i < values.Length; i++)
            if ((ulong)values[i] >= (ulong)size)
                throw new ArgumentOutOfRangeException(nameof(indices), values[i],
                    $"{operation}: no such element. " +
                    $"Got index {values[i]}, number {i} of the indices, in dimension {along} of {input.Shape}. " +
                    (size == 0 ? "The dimension is empty." : $"Expected 0 to {size - 1}."));
    }
}

/// <summary>Along which dimension elements were chosen.</summary>
internal sealed record IndexAttributes(int Dimension);
