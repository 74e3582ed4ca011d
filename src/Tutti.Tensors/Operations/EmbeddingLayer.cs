using System.Numerics;
using Tutti.Tensors.Autograd;
using Tutti.Tensors.Kernels;

namespace Tutti.Tensors.Operations;

/// <summary>Looking up rows, and adding gradients to them.</summary>
internal static class EmbeddingLayer
{
    internal static Tensor Run(Tensor indices, Tensor weight, int? paddingIndex)
    {
        var name = Primitives.Embedding.Name;
        if (indices.ElementType != ElementType.Int64)
            throw new ArgumentException($"{name}: row numbers are whole. Got {indices}. Expected Int64.");
        Operand.CheckFloatingPoint(name, weight);
        Operand.CheckRank(name, "the weight", weight, 2, "[rows, width]");
        if (!weight.IsContiguous)
            throw new ArgumentException($"{name}: the weight must be contiguous. Got strides {weight.Strides}. Call Contiguous() on it.");
        if (paddingIndex is { } padding && (uint)padding >= (uint)weight.Shape[0])
            throw new ArgumentException($"{name}: there is no such row for padding. Got {padding}. Expected 0 … {weight.Shape[0] - 1}.");
        var places = Shaping.InRowMajorOrder(indices);
        Check(places.Memory<long>(), weight.Shape[0]);
        var result = Tensor.Allocate(Shape.Create([.. indices.Shape.AsSpan(), weight.Shape[1]]), weight.ElementType);
        if (weight.ElementType == ElementType.Float32) LookUp<float>(places, weight, result);
        else LookUp<double>(places, weight, result);
        GC.KeepAlive(places);
        return Graph.Record(Primitives.Embedding, result, [indices, weight], new EmbeddingAttributes(paddingIndex));
    }

    /// <summary>target[row] += upstream of each place where the row was looked up, in order.</summary>
    internal static void AddRows<T>(ReadOnlySpan<long> places, ReadOnlySpan<T> upstream, int width, int? paddingIndex, Span<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernels = KernelSelector.For<T>();
        for (var place = 0; place < places.Length; place++)
        {
            if (places[place] == paddingIndex) continue;
            var row = target.Slice((int)places[place] * width, width);
            kernels.Add(row, upstream.Slice(place * width, width), row);
        }
    }

    private static void LookUp<T>(Tensor places, Tensor weight, Tensor result) where T : unmanaged
    {
        var width = weight.Shape[1];
        var rows = places.Memory<long>();
        var values = weight.Memory<T>();
        var target = result.Memory<T>();
        for (var place = 0; place < rows.Length; place++)
            values.Slice((int)rows[place] * width, width).CopyTo(target[(place * width)..]);
    }

    private static void Check(ReadOnlySpan<long> rows, int count)
    {
        for (var place = 0; place < rows.Length; place++)
            if ((ulong)rows[place] >= (ulong)count)
                throw new ArgumentException(
                    $"{Primitives.Embedding.Name}: there is no such row. Got {rows[place]} at place {place} of {rows.Length}. " +
                        $"Expected 0 … {count - 1}. " +
                    "Check how tokens are numbered, or make the table larger.");
    }
}

/// <summary>What the gradient of an embedding needs beside its operands.</summary>
internal sealed record EmbeddingAttributes(int? PaddingIndex);
